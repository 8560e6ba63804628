/** `paperboy ingest`: reads the sources by hand, as the bot does hourly, then embeds what is new. */
import type { Config } from '../config/config.ts';
import { ConfigError } from '../domain/errors.ts';
import { DEFAULT_SOURCES, type SourceName } from '../domain/source.ts';
import { dueSteps, ingest, type StepResult } from '../ingest/ingest.ts';
import { createSources } from '../ingest/sources/create-sources.ts';
import { systemClock } from '../lib/clock.ts';
import { utcDay } from '../lib/days.ts';
import { mostNoticed } from '../trending/most-noticed.ts';
import { openOnTerminal, prepareAll, saveIndexes } from './open-for-search.ts';
import { createProgress } from './progress.ts';

const INTERRUPTED = 130;

export interface IngestOptions {
  readonly source?: SourceName;
  /** ISO day; everything due if undefined. */
  readonly day?: string;
}

/** Returns the exit code: 1 if something could not be read, 130 if interrupted. */
export async function ingestCommand(config: Config, { source, day }: IngestOptions): Promise<number> {
  const names = namesToRead(config.sources.names, source);
  if (day !== undefined && day > utcDay(systemClock.now()))
    throw new ConfigError(`${day} has not come yet. Give a day until today, or leave --day out.`);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const opened = await openOnTerminal(config);
  const { stores } = opened.engine;
  try {
    const sources = createSources({ ...config.sources, names }, opened.clients, systemClock, (noticedOn) =>
      mostNoticed(stores, noticedOn),
    );
    const steps = await dueSteps(stores, sources, systemClock.now(), day);
    const progress = createProgress('Reading', steps.length, 1);
    let read = 0;
    const results = await ingest(stores, steps, {
      now: systemClock.now,
      signal: stopping.signal,
      onStep: (result) => {
        for (const line of complaints(result)) progress.say(line);
        progress.update(++read);
      },
    }).finally(() => progress.stop());
    const embedded = await prepareAll(opened, stopping.signal);
    if (!stopping.signal.aborted) await saveIndexes(opened.engine);
    process.stdout.write(`${summarise(results, embedded)}\n`);
    if (stopping.signal.aborted) {
      process.stderr.write('Interrupted. Nothing is lost: run the same command again to go on.\n');
      return INTERRUPTED;
    }
    const left = steps.length - results.length;
    if (left > 0) process.stderr.write(`${left} more were left for later, since the source is away.\n`);
    return left > 0 || results.some((result) => complaints(result).length > 0) ? 1 : 0;
  } finally {
    await stores.close();
  }
}

/** @throws ConfigError if there is nothing to read. */
function namesToRead(settings: readonly SourceName[], source: SourceName | undefined): readonly SourceName[] {
  if (source === undefined) {
    if (settings.length > 0) return settings;
    throw new ConfigError(
      `SOURCES names no source to read. Set for example SOURCES=${DEFAULT_SOURCES.join(',')}.`,
    );
  }
  if (settings.includes(source)) return [source];
  throw new ConfigError(
    `${source} is not in SOURCES. Set for example SOURCES=${[...settings, source].join(',')}, or leave --source out.`,
  );
}

/** One line per thing that could not be read. */
function complaints({ source, part, day, skipped, problem }: StepResult): string[] {
  const where = [source, part, day].filter(Boolean).join(' ');
  const left = problem === undefined ? skipped.map((why) => `left out: ${why}`) : [problem];
  return left.map((line) => `${where}: ${line}`);
}

function summarise(results: readonly StepResult[], embedded: number): string {
  const read = results.filter(({ problem }) => problem === undefined);
  const sum = (count: (result: StepResult) => number) => read.reduce((total, one) => total + count(one), 0);
  const papers = sum((result) => result.papers);
  const added = sum((result) => result.added);
  const updated = sum((result) => result.updated);
  if (results.length === 0) return `All that is due is read already; ${embedded} embedded.`;
  const lists = `${read.length} of ${results.length} ${results.length === 1 ? 'list' : 'lists'}`;
  return `Read ${lists} with ${papers} ${papers === 1 ? 'paper' : 'papers'}: ${added} new, ${updated} updated, ${papers - added - updated} known already; ${embedded} embedded.`;
}
