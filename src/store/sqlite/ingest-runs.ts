/** Outcomes of reading the sources. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { IngestRun } from '../ingest-runs.ts';

export function createIngestRunTable(db: DatabaseSyncInstance) {
  const put = db.prepare('INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const since = db.prepare('SELECT * FROM readings WHERE day >= ? ORDER BY day, source, part');

  return {
    save({ day, source, part, readAt, items, skipped, fingerprint, problem }: IngestRun): void {
      put.run(day, source, part, readAt.getTime(), items, skipped, fingerprint, problem ?? null);
    },

    since(day: string): IngestRun[] {
      const rows: (Omit<IngestRun, 'readAt' | 'problem'> & { read_ms: number; problem: string | null })[] =
        since.all(day);
      return rows.map(({ read_ms, problem, ...rest }) => ({
        ...rest,
        readAt: new Date(read_ms),
        problem: problem ?? undefined,
      }));
    },
  };
}
