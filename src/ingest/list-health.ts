/** The state of lists and sources, for `doctor`, `/metrics` and alerts. */

import { hasDailyList, LIST_SOURCES, type ListSource, type SourceName } from '../domain/source.ts';
import { addDays, utcDay } from '../lib/days.ts';
import type { IngestRun } from '../store/ingest-runs.ts';
import type { Stores } from '../store/stores.ts';
import { currentNotices, dayToJudge, type Notice } from '../trending/freshness.ts';

const DAY_MS = 86_400_000;
// Days this old are still read again.
const FAILED_DAYS = 7;
// Sources with a daily turn have had two by then.
const AWAY_MS = 36 * 3_600_000;

export interface ListHealth {
  /** Whole UTC days since the newest list of each source that has one. */
  readonly ageDays: ReadonlyMap<ListSource, number>;
  readonly notices: readonly Notice[];
  /** Failed ingest runs of the last 7 days, by source. */
  readonly failed: ReadonlyMap<SourceName, number>;
  /** Sources without lists that have failed for a day and a half. */
  readonly away: readonly SourceAway[];
}

export interface SourceAway {
  readonly source: SourceName;
  /** The UTC day of the last successful run; undefined if that is long ago, or never was. */
  readonly lastReadOn: string | undefined;
  readonly problem: string;
}

/** `nowMs` is since 1970. */
export async function readListHealth(stores: Stores, nowMs: number): Promise<ListHealth> {
  const today = utcDay(nowMs);
  const [newest, notices, ingestRuns] = await Promise.all([
    Promise.all(LIST_SOURCES.map((source) => stores.dailyLists.newest(source))),
    currentNotices(stores, dayToJudge(nowMs), nowMs),
    stores.ingestRuns.since(addDays(today, -FAILED_DAYS)),
  ]);
  const failed = new Map<SourceName, number>();
  for (const { source, problem } of ingestRuns)
    failed.set(source, (failed.get(source) ?? 0) + Number(problem !== undefined));
  const ageDays = new Map<ListSource, number>();
  for (const list of newest) {
    if (list?.day === undefined || list.source === 'bundled') continue;
    ageDays.set(list.source, (Date.parse(today) - Date.parse(list.day)) / DAY_MS);
  }
  return { ageDays, notices, failed, away: findAway(ingestRuns, nowMs) };
}

function findAway(ingestRuns: readonly IngestRun[], nowMs: number): SourceAway[] {
  // Notices already cover daily lists.
  const sources = new Set(ingestRuns.map(({ source }) => source).filter((source) => !hasDailyList(source)));
  return [...sources].flatMap((source) => {
    const own = ingestRuns.filter((run) => run.source === source);
    const problem = own.findLast((run) => run.problem !== undefined)?.problem;
    const lastReadMs = Math.max(
      ...own.map((each) => (each.problem === undefined ? each.readAt.getTime() : 0)),
    );
    if (problem === undefined || lastReadMs > nowMs - AWAY_MS) return [];
    return [{ source, lastReadOn: lastReadMs > 0 ? utcDay(lastReadMs) : undefined, problem }];
  });
}
