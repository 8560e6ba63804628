/** Puts together what reads the sources while the bot runs, and what follows from that: vectors, words and alarms. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Poster } from '../delivery/poster.ts';
import { prefetchSummaries } from '../delivery/summary-prefetch.ts';
import { sendAlerts } from '../ingest/alerts.ts';
import type { backfillEmbeddings } from '../ingest/embedding/backfill.ts';
import { type Ingesting, startIngest } from '../ingest/schedule.ts';
import { createSources } from '../ingest/sources/create-sources.ts';
import { systemClock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { escapedWithin } from '../reply/escaped.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { Summaries } from '../summary/summaries.ts';
import { mostNoticed } from '../trending/most-noticed.ts';
import { openKeyValues } from './open-store.ts';

const MAX_MESSAGE_CHARS = 2_000;
const MAX_NONCE_CHARS = 25;

/** `embedded` resolves once nothing else embeds papers. The sources go by the real time, also where the playground's is moved. */
export function startReading(
  { sources: settings, alarmChannelId }: Config,
  deps: {
    readonly engine: SearchEngine;
    readonly summaries: Summaries;
    readonly poster: Pick<Poster, 'send'>;
    readonly embedded: Promise<unknown>;
    readonly embed: typeof backfillEmbeddings;
    readonly log: Log;
    readonly signal: AbortSignal;
  },
): Ingesting {
  const { engine, summaries, poster, embedded, embed, log, signal } = deps;
  const { stores } = engine;
  const told = openKeyValues<true>(stores, 'alarms');
  const sources = createSources(
    settings,
    { fetch, clock: systemClock, cache: openKeyValues(stores, 'answers') },
    (day) => mostNoticed(stores, day),
  );

  async function tell(channelId: string, text: string): Promise<void> {
    const nonce = createHash('sha256').update(text).digest('base64url').slice(0, MAX_NONCE_CHARS);
    const target = { kind: 'channel', channelId, guildId: '' } as const;
    await poster
      .send(target, { content: escapedWithin(text, MAX_MESSAGE_CHARS) }, nonce)
      .catch((cause) => Promise.reject(new Error("ALARM_CHANNEL_ID's channel did not take it", { cause })));
  }

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
      // Beside everything else, which must not wait for a language model.
      sentences = sentences.then(() => prefetchSummaries(engine, summaries, systemClock.now(), log, signal));
      if (alarmChannelId === undefined) return;
      await sendAlerts(stores, systemClock.now(), told, (text) => tell(alarmChannelId, text));
    },
  });
}
