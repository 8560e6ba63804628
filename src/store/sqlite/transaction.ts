/** Transactions: all or nothing. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

/** Runs `work` in a transaction that rolls back if it throws; `IMMEDIATE` to write, `DEFERRED` to read one state. */
export function inTransaction<T>(
  db: DatabaseSyncInstance,
  work: () => T,
  kind: 'IMMEDIATE' | 'DEFERRED' = 'IMMEDIATE',
): T {
  db.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has already rolled back if the disk is full or fails.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
