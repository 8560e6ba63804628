/** All storage, one small interface for each kind of data. Only `sqlite/` knows the database. */
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
  /** Small values with a time to live, opened through Keyv. Each access returns a new adapter. */
  readonly keyValues: KeyvStoreAdapter;
  /** Removes what was deleted from the database's log as well, where it would stay readable for a while. */
  eraseDeleted(): Promise<void>;
  /** @throws ConfigError that names the damage. */
  checkIntegrity(): Promise<void>;
  close(): Promise<void>;
}
