/** Keeps every paper embedded by the configured model while queries are answered. */

import { ModelError } from '../../domain/errors.ts';
import type { Embedder } from '../../embedding/embedder.ts';
import type { Log } from '../../lib/log.ts';
import type { SearchEngine } from '../../retrieval/search-engine.ts';
import type { backfillEmbeddings } from './backfill.ts';
import { dropOthers, moveTo } from './re-embed.ts';

export interface BackgroundEmbedding {
  /** Resolves when all is done, given up or stopped; never rejects. */
  readonly finished: Promise<unknown>;
  /** Papers that the configured model has yet to embed; all of them while it isn't loaded. */
  countMissing(): Promise<number>;
  /** True while an older model still answers instead of the configured one. */
  isFallbackModel(): boolean;
}

const REPORT_EVERY_PAPERS = 1_000;

/** `loadConfigured` returns the configured model, which answers once it has embedded every paper; `embed` does the work. */
export function startEmbedding(
  engine: SearchEngine,
  loadConfigured: (signal: AbortSignal) => Promise<Embedder>,
  embed: typeof backfillEmbeddings,
  log: Log,
  signal: AbortSignal,
): BackgroundEmbedding {
  const { stores } = engine;
  let configured: Embedder | undefined;
  const countMissing = async (): Promise<number> =>
    (await stores.papers.count()) - (configured ? await stores.vectors.count(configured.modelId) : 0);

  const run = async (): Promise<void> => {
    const before = engine.embedder;
    configured = await loadConfigured(signal);
    const isNew = configured !== before;
    const missing = await countMissing();
    const models = { model: configured.modelId, ...(isNew && { answering: before.modelId }) };
    if (isNew)
      log.info(
        { ...models, missing },
        'embedding papers by a new model; the one before it answers until then',
      );
    let said = 0;
    const onProgress = (done: number): void => {
      if (done < said + REPORT_EVERY_PAPERS) return;
      said = done;
      log.info({ ...models, done, missing: Math.max(0, missing - done) }, 'embedding papers');
    };
    if (!(await moveTo(engine, configured, onProgress, signal, embed))) return;
    if (missing > 0 || isNew)
      log.info({ model: configured.modelId, done: missing }, 'all papers are embedded');
    await dropOthers(stores, configured.modelId, signal);
  };

  const giveUp = async (error: unknown): Promise<void> => {
    if (signal.aborted) return;
    const answering = engine.embedder;
    if (!(error instanceof ModelError)) throw error;
    const problem = error.message;
    log.error(
      { problem, answering: answering.modelId },
      'the model of the settings is not there; the one before it answers',
    );
    await embed(stores, answering, () => {}, signal);
  };
  const finished = run()
    .catch(giveUp)
    .catch((error) => log.error({ error }, 'embedding papers stopped; it goes on at the next start'));
  return { finished, countMissing, isFallbackModel: () => engine.embedder !== configured };
}
