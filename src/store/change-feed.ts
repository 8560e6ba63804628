/** The change feed: how an index learns what changed in the store, in the order in which it became visible. */

export interface ChangeFeed {
  /** A number that differs after each change of papers or vectors, by this process or another one. */
  last(): Promise<number>;
}

/**
 * One page of the change feed: apply `removed`, then upsert `items` by paper id.
 *
 * A reader may rely on three things, whatever database is behind them:
 * 1. Order: a change that becomes visible after a page was read has a cursor above that page's `cursor`. A store that
 *    hands out numbers before it commits must hold back those behind which an open transaction could still appear.
 * 2. Completeness: reading on from each page's `cursor` until `items` is shorter than the limit yields every change
 *    visible when the last page was read. A paper changed twice may come once, as it is now.
 * 3. Consistency: `items` and `removed` of a page are of one state of the store.
 */
export interface ChangePage<T> {
  readonly items: readonly T[];
  /** Ids that no longer stand for a paper of their own: removed, or replaced by another id. */
  readonly removed: readonly string[];
  /** The next page's cursor; the given cursor if there was nothing new. */
  readonly cursor: number;
}
