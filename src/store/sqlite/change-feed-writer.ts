/** Cursors of the change feeds: one ascending number for every change that readers must see. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { inTransaction } from './transaction.ts';

export type ChangeFeedWriter = ReturnType<typeof createChangeFeedWriter>;

/**
 * `write` runs a transaction in which `next` allocates cursors. It reads and stores the last one once per transaction:
 * each such UPDATE makes FTS5 write a segment, and would treble the time of an import.
 */
export function createChangeFeedWriter(db: DatabaseSyncInstance) {
  const read = db.prepare('SELECT last FROM feed');
  const save = db.prepare('UPDATE feed SET last = ?');
  let last = 0;
  return {
    /** The last cursor of any connection; while it stays the same, no paper was added, changed or removed. */
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
