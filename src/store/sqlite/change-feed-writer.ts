/** Places in the feeds: one ascending number for everything that those who follow them must hear of. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { inTransaction } from './transaction.ts';

export type ChangeFeedWriter = ReturnType<typeof createChangeFeedWriter>;

/**
 * `write` runs a transaction in which `next` gives out places. The last one is read and stored once a transaction, not
 * once a place: such an UPDATE makes FTS5 write a segment each time, which trebles the time of an import.
 */
export function createChangeFeedWriter(db: DatabaseSyncInstance) {
  const read = db.prepare('SELECT last FROM feed');
  const save = db.prepare('UPDATE feed SET last = ?');
  let last = 0;
  return {
    /** The last place given out, by this connection or another: as long as it is the same, no paper came, went or changed. */
    last: (): number => read.get().last,
    next(): number {
      last += 1;
      return last;
    },
    write<T>(work: () => T): T {
      return inTransaction(db, () => {
        const before: number = read.get().last;
        last = before;
        const result = work();
        if (last !== before) save.run(last);
        return result;
      });
    },
  };
}
