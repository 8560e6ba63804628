/** Reads the sources automatically: soon after the start, then every hour, one run at a time. */

import { describeError } from '../domain/errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Stores } from '../store/stores.ts';
import { dueSteps, ingest, type StepResult } from './ingest.ts';
import type { PaperSource } from './sources/source.ts';

// A person who starts the bot asks something first.
const FIRST_AFTER_MS = 5_000;
const EVERY_MS = 3_600_000;
// Removes days and times from a problem, so that tomorrow's counts as the same.
const DATES = /\d{4}-?\d\d-?\d\d(\d{4})?/g;

export interface IngestDeps {
  readonly stores: Stores;
  readonly sources: readonly PaperSource[];
  readonly clock: Clock;
  readonly log: Log;
  /** No step begins after it aborts; a running one ends without being recorded. */
  readonly signal: AbortSignal;
  /** Called after each run, whatever its outcome. May reject. */
  readonly afterRun: () => Promise<void>;
}

export interface Ingesting {
  /** Resolves once no run is in progress. */
  idle(): Promise<void>;
}

/** Never fails: a problem is logged once, until it changes or ends, and retried in the next run. */
export function startIngest({ stores, sources, clock, log, signal, afterRun }: IngestDeps): Ingesting {
  if (sources.length === 0) return { idle: async () => {} };
  const known = new Map<string, string>();
  let running: Promise<void> = Promise.resolve();

  /** Undefined if there is no problem. */
  function noteProblem(what: string, problem: string | undefined): void {
    const before = known.get(what);
    const now = problem?.replace(DATES, '');
    if (before === now) return;
    if (now === undefined || problem === undefined) {
      known.delete(what);
      log.info({ what }, 'works again');
    } else {
      known.set(what, now);
      log.warn({ what, problem }, 'reading the sources failed in part; tried again every hour');
    }
  }

  function report(results: readonly StepResult[]): void {
    for (const source of new Set(results.map((result) => result.source))) {
      const own = results.filter((result) => result.source === source);
      noteProblem(source, own.find(({ problem }) => problem !== undefined)?.problem);
      const sum = (count: (result: StepResult) => number) => own.reduce((all, one) => all + count(one), 0);
      const counts = {
        added: sum(({ added }) => added),
        updated: sum(({ updated }) => updated),
        skipped: sum(({ skipped }) => skipped.length),
      };
      log[counts.added > 0 ? 'info' : 'debug']({ source, ...counts }, 'read');
    }
  }

  async function run(): Promise<void> {
    try {
      const steps = await dueSteps(stores, sources, clock.now());
      const results = await ingest(stores, steps, { now: clock.now, signal });
      report(results);
      noteProblem('catalog', undefined);
    } catch (error) {
      if (!signal.aborted) noteProblem('catalog', describeError(error));
    }
    if (signal.aborted) return;
    try {
      await afterRun();
      noteProblem('what follows', undefined);
    } catch (error) {
      if (!signal.aborted) noteProblem('what follows', describeError(error));
    }
  }

  let cancel = () => {};
  function start(): void {
    const startedMs = clock.now();
    running = run().then(() => {
      if (!signal.aborted) cancel = clock.after(Math.max(0, startedMs + EVERY_MS - clock.now()), start);
    });
  }
  if (!signal.aborted) cancel = clock.after(FIRST_AFTER_MS, start);
  signal.addEventListener('abort', () => cancel(), { once: true });
  return { idle: () => running };
}
