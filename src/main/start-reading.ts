/** Starts reading the sources while the bot runs, with the work that follows: vectors, words, summaries and alerts. */
import type { Config } from '../config/config.ts';
import { prefetchSummaries } from '../delivery/summary-prefetch.ts';
import { type AlertPort, sendAlerts } from '../ingest/alerts.ts';
import type { backfillEmbeddings } from '../ingest/embedding/backfill.ts';
import { type Ingesting, startIngest } from '../ingest/schedule.ts';
import { createSources, type SourceClients } from '../ingest/sources/create-sources.ts';
import { systemClock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { Summaries } from '../summary/summaries.ts';
import { mostNoticed } from '../trending/most-noticed.ts';
import { openKeyValues } from './open-store.ts';

/**
 * `embedded` resolves once nothing else embeds papers. Sources use real time, even if the playground's has been moved.
 */
export function startReading(
  { sources: settings }: Pick<Config, 'sources'>,
  deps: {
    readonly clients: SourceClients;
    readonly engine: SearchEngine;
    readonly summaries: Summaries;
    /** Undefined if nobody is to be alerted. */
    readonly alerts: AlertPort | undefined;
    readonly embedded: Promise<unknown>;
    readonly embed: typeof backfillEmbeddings;
    readonly log: Log;
    readonly signal: AbortSignal;
  },
): Ingesting {
  const { clients, engine, summaries, alerts, embedded, embed, log, signal } = deps;
  const { stores } = engine;
  const told = openKeyValues<true>(stores, 'alarms');
  const sources = createSources(settings, clients, systemClock, (day) => mostNoticed(stores, day));

  let sentences = Promise.resolve();
  return startIngest({
    stores,
    sources,
    clock: systemClock,
    log,
    signal,
    async afterRun() {
      await embedded;
      await embed(stores, engine.embedder, () => {}, signal);
      await engine.refresh();
      // A language model must not hold up the rest.
      sentences = sentences.then(() => prefetchSummaries(engine, summaries, systemClock.now(), log, signal));
      if (alerts) await sendAlerts(stores, systemClock.now(), told, alerts);
    },
  });
}
