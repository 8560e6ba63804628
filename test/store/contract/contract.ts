/** Runs the contract of `Stores`, which every database must keep. A second database passes its own `newDatabase`. */
import { describe } from 'vitest';
import { dailyListContract } from './daily-lists.ts';
import type { NewDatabase } from './database.ts';
import { filterContract } from './filters.ts';
import { ingestRunContract } from './ingest-runs.ts';
import { keyValueContract } from './key-values.ts';
import { paperContract } from './papers.ts';
import { postContract } from './posts.ts';
import { subscriptionContract } from './subscriptions.ts';
import { trustContract } from './trust.ts';
import { vectorContract } from './vectors.ts';

const CONTRACTS = {
  papers: paperContract,
  'the order of trust': trustContract,
  filters: filterContract,
  'vectors and change feeds': vectorContract,
  'daily lists': dailyListContract,
  'ingest runs': ingestRunContract,
  subscriptions: subscriptionContract,
  posts: postContract,
  'key-values': keyValueContract,
};

export function storeContract(database: string, newDatabase: NewDatabase): void {
  for (const [store, contract] of Object.entries(CONTRACTS))
    describe(`${database}: ${store}`, () => contract(newDatabase));
}
