/** Outcomes of reading the sources. */
import { expect, test } from 'vitest';
import type { IngestRun } from '../../../src/store/ingest-runs.ts';
import { type NewDatabase, storesForTest } from './database.ts';

const run = (given: Partial<IngestRun> = {}): IngestRun => ({
  source: 'arxiv',
  part: 'cs.CL',
  day: '2026-03-02',
  readAt: new Date('2026-03-02T06:00:00.123Z'),
  items: 120,
  skipped: 1,
  fingerprint: 'abc',
  problem: undefined,
  ...given,
});

export function ingestRunContract(newDatabase: NewDatabase): void {
  test('a run is returned as it was stored, a failed one with its problem', async () => {
    const { ingestRuns } = await storesForTest(newDatabase);
    const failed = run({ part: 'cs.LG', items: 0, fingerprint: '', problem: 'arXiv answered 503' });
    await ingestRuns.save(run());
    await ingestRuns.save(failed);
    expect(await ingestRuns.since('2026-03-02')).toEqual([run(), failed]);
  });

  test('a later run of the same part and day replaces the earlier one', async () => {
    const { ingestRuns } = await storesForTest(newDatabase);
    await ingestRuns.save(run({ problem: 'arXiv answered 503' }));
    await ingestRuns.save(run({ items: 130 }));
    expect(await ingestRuns.since('2026-03-02')).toEqual([run({ items: 130 })]);
  });

  test('runs come from a day on, the oldest day first, then by source and part', async () => {
    const { ingestRuns } = await storesForTest(newDatabase);
    const [old, second, third, fourth] = [
      run({ day: '2026-02-28' }),
      run({ day: '2026-03-01', part: 'cs.LG' }),
      run({ day: '2026-03-01', source: 'hugging-face', part: '' }),
      run({ day: '2026-03-02', part: 'cs.AI' }),
    ] as const;
    for (const each of [fourth, third, old, second]) await ingestRuns.save(each);
    expect(await ingestRuns.since('2026-03-01')).toEqual([second, third, fourth]);
  });
}
