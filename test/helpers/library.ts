/** A search engine like the bot's, on a new file: the bundled papers and the bundled model. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { seed } from '../../src/ingest/seed.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';

export interface TestEngine extends SearchEngine {
  close(): Promise<void>;
}

export async function openTestEngine(): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-'));
  const stores = openSqliteStores(join(folder, 'paperboy.db'));
  await seed(stores);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await backfillEmbeddings(stores, embedder);
  const engine = createSearchEngine(stores, embedder);
  await engine.refreshAll();
  // Not a copy, which would freeze the values of its getters.
  return Object.assign(engine, {
    async close() {
      await stores.close();
      await rm(folder, { recursive: true });
    },
  });
}
