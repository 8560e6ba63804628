/** Finds problems with the lists that were read, so that nobody takes yesterday's news for today's. */

import type { DailyList } from '../domain/paper.ts';
import { LIST_SOURCES, type ListSource } from '../domain/source.ts';
import { addDays, utcDay } from '../lib/days.ts';
import type { IngestRun } from '../store/ingest-runs.ts';
import type { Stores } from '../store/stores.ts';

/** One thing that a reader of a source's lists should know. Days are ISO. */
export type Notice = { readonly source: ListSource } & Finding;

type Finding =
  /** There is no list for the day, a weekday; the newest is that of `newest`. */
  | { readonly kind: 'missing'; readonly day: string; readonly newest: string | undefined }
  /** The day's list hasn't been requested yet, for example after downtime; the newest is that of `newest`. */
  | { readonly kind: 'unread'; readonly day: string; readonly newest: string | undefined }
  /** The day's list has the same papers as that of `before`, and no others came in between. */
  | { readonly kind: 'repeated'; readonly day: string; readonly before: string }
  /** The newest list is more than a week old, not counting days off. */
  | { readonly kind: 'old'; readonly newest: string }
  /** The day's list has far fewer papers than usual. */
  | { readonly kind: 'short'; readonly day: string; readonly papers: number; readonly usual: number }
  /** The source could not be read, or nothing that it gave. */
  | { readonly kind: 'unreadable'; readonly day: string; readonly problem: string };

// One week.
const MAX_AGE_WORKDAYS = 5;
// Fewer lists don't show what is usual.
const MIN_LISTS = 5;
const WINDOW_DAYS = 30;

/**
 * Finds what looks wrong about a source's list of `day`; nothing if the source is not read at all. An empty or repeated
 * list is normal at weekends and around holidays. `nowMs` is since 1970; runs are those of the 30 days before, oldest
 * first, and lists too, or the newest one if there are none.
 */
export function findNotices(
  source: ListSource,
  ingestRuns: readonly IngestRun[],
  dailyLists: readonly DailyList[],
  day: string,
  nowMs: number,
): Notice[] {
  const runs = ingestRuns.filter((run) => run.source === source);
  const lists = dailyLists.filter((list) => list.source === source);
  return findings(runs, lists, day, nowMs).map((finding) => ({ source, ...finding }));
}

/** The same for the runs and lists of one source. */
function findings(
  read: readonly IngestRun[],
  dailyLists: readonly DailyList[],
  day: string,
  nowMs: number,
): Finding[] {
  if (read.length === 0) return [];
  const lists = dailyLists
    .flatMap((list) => (list.day ? [{ day: list.day, papers: list.entries.length }] : []))
    .filter((list) => list.papers > 0 && list.day <= day)
    .sort((a, b) => b.day.localeCompare(a.day));
  const newest = lists[0]?.day;
  const own = read.find((run) => run.day === day);
  const notices: Finding[] = [];

  const problem = own && problemOf(own);
  if (problem !== undefined && newest !== day) notices.push({ kind: 'unreadable', day, problem });
  if (newest !== undefined && isOld(newest, utcDay(nowMs))) return [...notices, { kind: 'old', newest }];
  if (restsOn(day)) return notices;
  // The first of the equal lists: on a Monday that is Friday's, though the weekend repeated it too.
  const earlier = read.filter((run) => run.day < day && run.items > 0);
  const before = earlier[earlier.findLastIndex(({ fingerprint }) => fingerprint !== own?.fingerprint) + 1];
  if (before && own && own.items > 0) notices.push({ kind: 'repeated', day, before: before.day });
  if (newest !== day) {
    return notices.length > 0 ? notices : [{ kind: own ? 'missing' : 'unread', day, newest }];
  }

  const usual = usualSize(lists.filter((list) => list.day < day && !restsOn(list.day)));
  const papers = lists[0]?.papers ?? 0;
  if (usual !== undefined && papers < usual / 2) notices.push({ kind: 'short', day, papers, usual });
  return notices;
}

/** The notices of every source with daily lists, from what is stored. */
export async function currentNotices(stores: Stores, day: string, nowMs: number): Promise<Notice[]> {
  const since = addDays(day, -WINDOW_DAYS);
  const [ingestRuns, dailyLists] = await Promise.all([
    stores.ingestRuns.since(since),
    stores.dailyLists.between(since, day),
  ]);
  const notices = await Promise.all(
    LIST_SOURCES.map(async (source) => {
      const own = dailyLists.filter((list) => list.source === source);
      const last = own.length === 0 ? await stores.dailyLists.newest(source) : undefined;
      return findNotices(source, ingestRuns, last ? [last] : own, day, nowMs);
    }),
  );
  return notices.flat();
}

const NOON_MS = 12 * 3_600_000;

/** The last day whose list should be complete: lists fill up in the course of their day. */
export const dayToJudge = (nowMs: number): string => utcDay(nowMs - NOON_MS);

function problemOf({ problem, items, skipped }: IngestRun): string | undefined {
  if (problem !== undefined || items > 0 || skipped === 0) return problem;
  return skipped === 1 ? 'Its only item could not be read.' : `None of its ${skipped} items could be read.`;
}

function isOld(newest: string, today: string): boolean {
  let workdays = 0;
  for (let day = addDays(newest, 1); day <= today && workdays <= MAX_AGE_WORKDAYS; day = addDays(day, 1))
    if (!restsOn(day)) workdays++;
  return workdays > MAX_AGE_WORKDAYS;
}

/** The month's median, so that a week of half lists doesn't count as usual; undefined if there are too few lists. */
function usualSize(lists: readonly { readonly papers: number }[]): number | undefined {
  const sizes = lists.map(({ papers }) => papers).sort((a, b) => a - b);
  return sizes.length < MIN_LISTS ? undefined : sizes[sizes.length >> 1];
}

/** Weekends and the days around Christmas and New Year, when short or missing lists are normal. */
function restsOn(day: string): boolean {
  const weekday = new Date(day).getUTCDay();
  const date = day.slice(5);
  return weekday === 0 || weekday === 6 || date >= '12-24' || date <= '01-02';
}
