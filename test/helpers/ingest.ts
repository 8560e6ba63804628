/** Sources with scripted responses, a run of the ingest over them, and everything that the store then contains. */

import type { SourceName } from '../../src/domain/source.ts';
import { dueSteps, ingest, type StepResult } from '../../src/ingest/ingest.ts';
import type { Batch, PaperSource } from '../../src/ingest/sources/source.ts';
import type { Stores } from '../../src/store/stores.ts';

export const EMPTY: Batch = { papers: [], skipped: [] };

export function makeSource(
  name: SourceName,
  read: (day: string, part: string) => Batch | Promise<Batch>,
  parts: readonly string[] = [''],
): PaperSource {
  return { name, parts, read: async (part, day) => read(day, part) };
}

/** Runs everything that is due at this moment (since 1970), like the hourly schedule. */
export async function ingestAt(
  stores: Stores,
  sources: readonly PaperSource[],
  nowMs: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<StepResult[]> {
  return ingest(stores, await dueSteps(stores, sources, nowMs), { now: () => nowMs, signal });
}

/** The stored data, in an order independent of arrival. */
export async function contentsOf(stores: Stores) {
  const ids = await stores.papers.newest({ categories: [], authors: [] }, 1_000_000);
  const counts = await stores.dailyLists.countsSince('2000-01-01');
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return {
    papers: (await stores.papers.getMany(ids)).sort((a, b) => a.id.localeCompare(b.id)),
    dailyLists: await stores.dailyLists.between('2000-01-01', '2100-01-01'),
    counts: counts.sort(byText),
    readings: await stores.ingestRuns.since('2000-01-01'),
  };
}
