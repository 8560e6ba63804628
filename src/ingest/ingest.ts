/**
 * Reads everything due from the sources. A step is one part of a source for one day, and is recorded as read only once
 * all of it is stored. Storing is idempotent, so a kill at any moment loses and doubles nothing.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { describeError, SourceError } from '../domain/errors.ts';

import type { DailyList, Paper } from '../domain/paper.ts';
import type { SourceName } from '../domain/source.ts';

import { addDays, utcDay } from '../lib/days.ts';
import type { IngestRun } from '../store/ingest-runs.ts';
import type { Stores } from '../store/stores.ts';
import type { Batch, PaperSource } from './sources/source.ts';

const HOUR_MS = 3_600_000;

interface Timetable {
  /** Publication times of the source: `offsetMs` after each multiple of `periodMs`, UTC. */
  readonly periodMs: number;
  readonly offsetMs: number;
  /** Days before today to read again each time. */
  readonly againDays: number;
  /** Days before today to read if they were missed. */
  readonly catchUpDays: number;
}

// A week is long enough for late votes and for papers that arXiv's moderators held back, and short enough for hourly
// reading.
const DAILY = { againDays: 7, catchUpDays: 30 };
const TIMETABLES: Readonly<Record<SourceName, Timetable>> = {
  'hugging-face': { ...DAILY, periodMs: HOUR_MS, offsetMs: 0 },
  // Announced at 20:00 Eastern, which is 00:00 or 01:00 UTC; the API follows in the hours after.
  arxiv: { ...DAILY, periodMs: 24 * HOUR_MS, offsetMs: 6 * HOUR_MS },
  // It has no past days: its recommendations are always current.
  'semantic-scholar': { periodMs: 24 * HOUR_MS, offsetMs: 0, againDays: 0, catchUpDays: 0 },
};

// After more than a year away, start from scratch.
const REMEMBERED_DAYS = 365;
// A source that doesn't answer is left alone until the next run.
const GIVE_UP_AFTER = 3;
// Storing blocks the main thread, so it goes in small steps.
const TURN_PAPERS = 10;

/** One part of a source for one day. */
export interface Step {
  readonly source: PaperSource;
  readonly part: string;
  readonly day: string;
}

/** The outcome of a step. */
export interface StepResult {
  readonly source: SourceName;
  readonly part: string;
  readonly day: string;
  readonly papers: number;
  readonly added: number;
  readonly updated: number;
  /** The reason for each unreadable item. */
  readonly skipped: readonly string[];
  /** The reason for a failed step; undefined on success. */
  readonly problem?: string | undefined;
}

/** The steps that are due now, the newest day first; with `day` all of that day, whenever it was read. */
export async function dueSteps(
  stores: Stores,
  sources: readonly PaperSource[],
  nowMs: number,
  day?: string,
): Promise<Step[]> {
  const today = utcDay(nowMs);
  const ingestRuns = await stores.ingestRuns.since(addDays(today, -REMEMBERED_DAYS));
  const parts = sources.flatMap((source) => source.parts.map((part) => ({ source, part })));
  if (day !== undefined) return parts.map((part) => ({ ...part, day }));
  const steps = parts.flatMap(({ source, part }) => {
    const known = ingestRuns.filter((run) => run.source === source.name && run.part === part);
    return dueDays(source.name, known, nowMs).map((due) => ({ source, part, day: due }));
  });
  return steps.sort((a, b) => b.day.localeCompare(a.day));
}

/** `known` are the runs of one part, oldest day first. */
function dueDays(source: SourceName, known: readonly IngestRun[], nowMs: number): string[] {
  const today = utcDay(nowMs);
  const { periodMs, offsetMs, againDays, catchUpDays } = TIMETABLES[source];
  const turnMs = Math.floor((nowMs - offsetMs) / periodMs) * periodMs + offsetMs;
  const byDay = new Map(known.map((run) => [run.day, run]));
  const days: string[] = [];
  for (let back = 0; back <= catchUpDays; back++) {
    const day = addDays(today, -back);
    const run = byDay.get(day);
    const isRead = run !== undefined && run.problem === undefined;
    // Days before the part's first run were not missed.
    const isMissed = !isRead && (back <= againDays || (known[0] !== undefined && day > known[0].day));
    const isAgain = back <= againDays && isRead && run.readAt.getTime() < turnMs;
    if (isMissed || isAgain) days.push(day);
  }
  return days;
}

/**
 * Takes the steps until all are done or `signal` aborts, each source's in order and the sources concurrently. A failing
 * source leaves the others; only a store that can't be written throws.
 */
export async function ingest(
  stores: Stores,
  steps: readonly Step[],
  {
    now,
    signal,
    onStep = () => {},
  }: {
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly signal: AbortSignal;
    readonly onStep?: (result: StepResult) => void;
  },
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const takeAll = async (own: readonly Step[]): Promise<void> => {
    let failures = 0;
    for (const step of own) {
      if (signal.aborted || failures === GIVE_UP_AFTER) return;
      const taken = await takeStep(stores, step, now, signal);
      if (!taken) return;
      failures = taken.isAway ? failures + 1 : 0;
      results.push(taken.result);
      onStep(taken.result);
    }
  };
  const sources = [...new Set(steps.map(({ source }) => source))];
  const ended = await Promise.allSettled(
    sources.map((source) => takeAll(steps.filter((step) => step.source === source))),
  );
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return results;
}

/** Undefined if `signal` aborted it. `isAway` if the source did not answer at all. */
async function takeStep(
  stores: Stores,
  { source, part, day }: Step,
  now: () => number,
  signal: AbortSignal,
): Promise<{ readonly result: StepResult; readonly isAway: boolean } | undefined> {
  const what = { source: source.name, part, day };
  let batch: Batch;
  try {
    batch = await source.read(part, day, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    const problem = error instanceof SourceError ? error.message : describeError(error);
    await noteProblem(stores, what, new Date(now()), problem);
    const isAway = error instanceof SourceError && error.isRetryable;
    return { result: { ...what, papers: 0, added: 0, updated: 0, skipped: [], problem }, isAway };
  }
  // A response received while stopping may be truncated.
  if (signal.aborted) return undefined;
  const readAt = new Date(now());
  const { papers, dailyList, skipped } = batch;
  const counts = { added: 0, updated: 0 };
  for (let start = 0; start < papers.length; start += TURN_PAPERS) {
    if (signal.aborted) return undefined;
    const stored = await stores.papers.add(papers.slice(start, start + TURN_PAPERS), source.name);
    counts.added += stored.added;
    counts.updated += stored.updated;
    await setImmediate();
  }
  const known = await knownOf(stores, batch.replaced ?? []);
  if (known.length > 0) counts.updated += (await stores.papers.add(known, source.name)).updated;
  const fingerprint = fingerprintOf(papers.map(({ id }) => id));
  if (dailyList && dailyList.entries.length > 0) await saveList(stores, dailyList, what, fingerprint, readAt);
  await stores.ingestRuns.save({
    ...what,
    readAt,
    items: papers.length,
    skipped: skipped.length,
    fingerprint,
  });
  return { result: { ...what, papers: papers.length, ...counts, skipped }, isAway: false };
}

/** A new version of an unknown paper is no reason to add it. */
async function knownOf(stores: Stores, replaced: readonly Paper[]): Promise<Paper[]> {
  if (replaced.length === 0) return [];
  const ids = new Set((await stores.papers.getMany(replaced.map(({ id }) => id))).map(({ id }) => id));
  return replaced.filter(({ id }) => ids.has(id));
}

const REPEATED_WITHIN_DAYS = 7;

/**
 * Stores a list under its day. For a day without one a source may return an earlier day's list, whichever of the two is
 * read first: that list stays with the earlier day. A source that lost a list removes nothing.
 */
async function saveList(
  stores: Stores,
  dailyList: DailyList,
  { source, part, day }: Pick<IngestRun, 'source' | 'part' | 'day'>,
  fingerprint: string,
  readAt: Date,
): Promise<void> {
  const same = (await stores.ingestRuns.since(addDays(day, -REPEATED_WITHIN_DAYS))).filter(
    (run) => run.source === source && run.part === part && run.fingerprint === fingerprint,
  );
  if (same.some((run) => run.day < day)) return;
  await stores.dailyLists.save(dailyList, readAt);
  const until = addDays(day, REPEATED_WITHIN_DAYS);
  for (const run of same.filter((later) => later.day > day && later.day <= until)) {
    await stores.dailyLists.save({ ...dailyList, day: run.day, entries: [] });
  }
}

/** Keeps the results of the last successful run. */
async function noteProblem(
  stores: Stores,
  what: Pick<IngestRun, 'source' | 'part' | 'day'>,
  readAt: Date,
  problem: string,
): Promise<void> {
  const before = (await stores.ingestRuns.since(what.day)).find(
    ({ source, part, day }) => source === what.source && part === what.part && day === what.day,
  );
  const { items, skipped, fingerprint } = before ?? { items: 0, skipped: 0, fingerprint: '' };
  await stores.ingestRuns.save({ ...what, readAt, items, skipped, fingerprint, problem });
}

function fingerprintOf(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const sorted = [...new Set(ids)].sort();
  return createHash('sha256').update(sorted.join('\n')).digest('hex').slice(0, 16);
}
