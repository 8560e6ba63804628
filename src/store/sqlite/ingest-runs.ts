/** What became of reading the sources. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Reading } from '../ingest-runs.ts';

export function createReadingTable(db: DatabaseSyncInstance) {
  const put = db.prepare('INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const since = db.prepare('SELECT * FROM readings WHERE day >= ? ORDER BY day, source, part');

  return {
    save({ day, source, part, readAt, items, skipped, fingerprint, problem }: Reading): void {
      put.run(day, source, part, readAt.getTime(), items, skipped, fingerprint, problem ?? null);
    },

    since(day: string): Reading[] {
      const rows: (Omit<Reading, 'readAt' | 'problem'> & { read_ms: number; problem: string | null })[] =
        since.all(day);
      return rows.map(({ read_ms, problem, ...rest }) => ({
        ...rest,
        readAt: new Date(read_ms),
        problem: problem ?? undefined,
      }));
    },
  };
}
