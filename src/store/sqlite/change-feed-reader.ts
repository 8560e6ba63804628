/** Reading the feeds of what is new, for those who hold it in memory. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ChangePage } from '../change-feed.ts';
import { inTransaction } from './transaction.ts';

export function createChangeFeedReader(db: DatabaseSyncInstance) {
  const goneSince = db.prepare(
    'SELECT cursor, id FROM gone_ids WHERE cursor > ? AND cursor <= ? ORDER BY cursor',
  );

  /**
   * Reads rows, whose first column is their cursor, and gone ids in one state of the file: what another process adds in
   * between must not be passed over.
   */
  return function readFeed<R extends FeedRow, T>(
    cursor: number,
    limit: number,
    readRows: () => R[],
    toItem: (row: R) => T,
  ): ChangePage<T> {
    return inTransaction(
      db,
      () => {
        const rows = readRows();
        const lastRow = rows.at(-1)?.[0] ?? cursor;
        const end = rows.length < limit ? Number.MAX_SAFE_INTEGER : lastRow;
        const gone: { cursor: number; id: string }[] = goneSince.all(cursor, end);
        return {
          items: rows.map(toItem),
          removed: gone.map(({ id }) => id),
          cursor: Math.max(lastRow, gone.at(-1)?.cursor ?? 0),
        };
      },
      'DEFERRED',
    );
  };
}

/** A row as a list of its columns, which takes half the time of one with their names: a start reads 75,000 three times. */
export type FeedRow = readonly [cursor: number, ...columns: unknown[]];

/** A statement for such rows. */
export function prepareFeed(db: DatabaseSyncInstance, sql: string) {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

/** Gives a function that reads JSON lists of strings, the same list each time for the same text: few differ. */
export function createListReader(): (json: string) => readonly string[] {
  const lists = new Map<string, readonly string[]>();
  return (json) => {
    const known = lists.get(json);
    if (known) return known;
    const list: readonly string[] = JSON.parse(json);
    lists.set(json, list);
    return list;
  };
}
