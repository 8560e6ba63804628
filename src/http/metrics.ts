/** The contents of `/metrics` in Prometheus's format. The names are a contract with people's dashboards. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ListHealth } from '../ingest/list-health.ts';
import type { BreakerState } from '../lib/circuit-breaker.ts';
import type { AskedModel } from '../llm/client.ts';
import type { Notice } from '../trending/freshness.ts';

/** `refused` is the person's mistake (a UserError), `failed` is ours, and `too-late` missed Discord's three seconds. */
export type InteractionOutcome = 'answered' | 'refused' | 'failed' | 'too-late';

export interface Metrics {
  /**
   * Counts one finished interaction. `command` must be one of the bot's own names, never a person's text: each value is
   * a time series for ever.
   */
  recordInteraction(interaction: {
    readonly command: string;
    readonly outcome: InteractionOutcome;
    /** From arrival to the first response to Discord; undefined if none was sent. */
    readonly deferredMs?: number | undefined;
    /** From arrival to the complete answer. */
    readonly ms: number;
  }): void;
  /** Counts one request to the language model. */
  recordAsked(asked: AskedModel): void;
  /** The current values, for `/metrics`. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const NOTICE_KINDS: readonly Notice['kind'][] = [
  'missing',
  'unread',
  'repeated',
  'old',
  'short',
  'unreadable',
];
const BREAKER_STATES: readonly BreakerState[] = ['closed', 'open', 'trying'];
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of one bot. It calls the functions passed in whenever the metrics are read. */
export function createMetrics(ask: {
  readonly countPapers: () => Promise<number>;
  readonly countVectors: () => Promise<number>;
  readonly isFallbackModel: () => boolean;
  /** Each queue's length, by its name. */
  readonly queueLengths: () => Promise<Readonly<Record<string, number>>>;
  readonly lists: () => Promise<ListHealth>;
  /** Undefined without a language model. */
  readonly breakerState: () => BreakerState | undefined;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const interactions = new Counter({
    name: 'paperboy_interactions_total',
    help: 'Interactions dealt with, by command and outcome.',
    labelNames: ['command', 'outcome'],
    registers,
  });
  const interactionSeconds = new Histogram({
    name: 'paperboy_interaction_seconds',
    help: 'From the arrival of an interaction to its whole answer.',
    labelNames: ['command'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const acknowledgeSeconds = new Histogram({
    name: 'paperboy_acknowledge_seconds',
    help: 'From the arrival of an interaction to its acknowledgement; Discord gives up after 3.',
    buckets: BUCKETS_SECONDS,
    registers,
  });
  new Gauge({
    name: 'paperboy_catalog_papers',
    help: 'Papers in the catalog.',
    registers,
    async collect() {
      this.set(await ask.countPapers());
    },
  });
  new Gauge({
    name: 'paperboy_vectors',
    help: 'Papers that have a vector of the embedding model that answers.',
    registers,
    async collect() {
      this.set(await ask.countVectors());
    },
  });
  new Gauge({
    name: 'paperboy_fallback_model',
    help: '1 while an older embedding model answers in place of that of EMBEDDING_MODEL, else 0.',
    registers,
    collect() {
      this.set(Number(ask.isFallbackModel()));
    },
  });
  new Gauge({
    name: 'paperboy_queue_length',
    help: 'What waits to be done, by queue.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const lengths = await ask.queueLengths();
      this.reset();
      for (const [queue, length] of Object.entries(lengths)) this.set({ queue }, length);
    },
  });
  new Gauge({
    name: 'paperboy_list_age_days',
    help: 'Days since that of the newest list; not there until a source has given one.',
    labelNames: ['source'],
    registers,
    async collect() {
      const { ageDays } = await ask.lists();
      this.reset();
      for (const [source, days] of ageDays) this.set({ source }, days);
    },
  });
  new Gauge({
    name: 'paperboy_list_notices',
    help: 'What looks wrong about the lists, by kind.',
    labelNames: ['kind'],
    registers,
    async collect() {
      const { notices } = await ask.lists();
      for (const kind of NOTICE_KINDS)
        this.set({ kind }, notices.filter((notice) => notice.kind === kind).length);
    },
  });
  new Gauge({
    name: 'paperboy_ingest_runs_failed',
    help: 'Readings for the last 7 days that could not be made so far, by source.',
    labelNames: ['source'],
    registers,
    async collect() {
      const { failed } = await ask.lists();
      this.reset();
      for (const [source, count] of failed) this.set({ source }, count);
    },
  });
  const asked = new Counter({
    name: 'paperboy_language_model_questions_total',
    help: 'Questions to the language model, by purpose and outcome.',
    labelNames: ['purpose', 'outcome'],
    registers,
  });
  const askedSeconds = new Histogram({
    name: 'paperboy_language_model_seconds',
    help: 'From a question to the language model to its answer or failure, with all waiting.',
    labelNames: ['purpose'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers,
  });
  const askedTokens = new Counter({
    name: 'paperboy_language_model_tokens_total',
    help: 'Tokens sent to the language model (in) and received (out), by purpose.',
    labelNames: ['purpose', 'direction'],
    registers,
  });
  new Gauge({
    name: 'paperboy_language_model_breaker',
    help: '1 for the state that it is in: closed while the server answers, open while it is left alone, trying in between.',
    labelNames: ['state'],
    registers,
    collect() {
      const now = ask.breakerState();
      if (now === undefined) return;
      for (const state of BREAKER_STATES) this.set({ state }, Number(state === now));
    },
  });

  return {
    recordAsked({ purpose, outcome, ms, tokens }) {
      asked.inc({ purpose, outcome });
      askedSeconds.observe({ purpose }, ms / 1000);
      askedTokens.inc({ purpose, direction: 'in' }, tokens.in);
      askedTokens.inc({ purpose, direction: 'out' }, tokens.out);
    },
    recordInteraction({ command, outcome, deferredMs, ms }) {
      interactions.inc({ command, outcome });
      interactionSeconds.observe({ command }, ms / 1000);
      if (deferredMs !== undefined) acknowledgeSeconds.observe(deferredMs / 1000);
    },
    async read() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
