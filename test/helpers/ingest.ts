/** Sources that answer what a test says, a run of the job over them, and everything that the catalog then holds. */

import type { SourceName } from '../../src/domain/paper.ts';
import { dueSteps, ingest, type StepResult } from '../../src/ingest/ingest.ts';
import type { Batch, PaperSource } from '../../src/ingest/sources/source.ts';
import type { Catalog } from '../../src/store/catalog.ts';

export const EMPTY: Batch = { papers: [], skipped: [] };

export function makeSource(
  name: SourceName,
  read: (day: string, part: string) => Batch | Promise<Batch>,
  parts: readonly string[] = [''],
): PaperSource {
  return { name, parts, read: async (part, day) => read(day, part) };
}

/** Does at this moment (since 1970) all that is due then, as the hourly job would. */
export async function ingestAt(
  catalog: Catalog,
  sources: readonly PaperSource[],
  nowMs: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<StepResult[]> {
  return ingest(catalog, await dueSteps(catalog, sources, nowMs), { now: () => nowMs, signal });
}

/** What is stored, in an order that does not depend on when each thing came. */
export async function contentsOf(catalog: Catalog) {
  const ids = await catalog.newestPapers({ categories: [], authors: [] }, 1_000_000);
  const counts = await catalog.countsSince('2000-01-01');
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return {
    papers: (await catalog.getPapers(ids)).sort((a, b) => a.id.localeCompare(b.id)),
    dailyLists: await catalog.dailyListsBetween('2000-01-01', '2100-01-01'),
    counts: counts.sort(byText),
    readings: await catalog.ingestRunsSince('2000-01-01'),
  };
}
