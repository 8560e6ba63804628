/** All that is stored, one small interface for each kind of thing. Only `sqlite/` knows which database it is. */
import type { KeyvStoreAdapter } from 'keyv';
import type { ChangeFeed } from './change-feed.ts';
import type { DailyListStore } from './daily-lists.ts';
import type { IngestRunStore } from './ingest-runs.ts';
import type { PaperStore } from './papers.ts';
import type { PostStore } from './posts.ts';
import type { SubscriptionStore } from './subscriptions.ts';
import type { VectorStore } from './vectors.ts';

export interface Stores {
  readonly papers: PaperStore;
  readonly vectors: VectorStore;
  readonly changes: ChangeFeed;
  readonly dailyLists: DailyListStore;
  readonly ingestRuns: IngestRunStore;
  readonly subscriptions: SubscriptionStore;
  readonly posts: PostStore;
  /** Small values with a time to live, opened through Keyv. Each access gives an adapter of its own. */
  readonly keyValues: KeyvStoreAdapter;
  /** @throws ConfigError that says what is damaged. */
  checkIntegrity(): Promise<void>;
  close(): Promise<void>;
}
