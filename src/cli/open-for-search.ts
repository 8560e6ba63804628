/** The library as the command line needs it: every paper embedded, so that a search misses none. */
import type { Config } from '../config/config.ts';
import { ModelError } from '../domain/errors.ts';
import { describeDownload } from '../embedding/download.ts';
import { backfillEmbeddings } from '../ingest/embedding/backfill.ts';
import { createWorkerBackfill, FEW_PAPERS } from '../ingest/embedding/embed-in-worker.ts';
import { moveTo } from '../ingest/embedding/re-embed.ts';
import { EMBEDDING_THREAD } from '../main/embed-papers.ts';
import { type OpenEngine, openEngine } from '../main.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { createProgress } from './progress.ts';

export async function withEngine<T>(config: Config, use: (engine: SearchEngine) => Promise<T>): Promise<T> {
  const opened = await openOnTerminal(config);
  try {
    await prepareAll(opened);
    return await use(opened.engine);
  } finally {
    await opened.engine.stores.close();
  }
}

/** Opens the library; what is fetched for it is told on standard error. */
export const openOnTerminal = (config: Config): Promise<OpenEngine> =>
  openEngine(config, (...fetched) => process.stderr.write(`${describeDownload(...fetched)}\n`));

/**
 * Embeds what has no vector yet by the model of the settings, with a progress bar where that takes a while, and indexes
 * what is new. Returns how many papers were embedded.
 */
export async function prepareAll(
  { engine, loadWanted }: OpenEngine,
  signal = new AbortController().signal,
): Promise<number> {
  const { stores, embedder } = engine;
  const wanted = await loadWanted().catch((error) => {
    if (!(error instanceof ModelError)) throw error;
    process.stderr.write(`${error.message} Until then ${embedder.modelId} answers.\n`);
    return embedder;
  });
  const before = await stores.vectors.count(wanted.modelId);
  const missing = (await stores.papers.count()) - before;
  const progress = createProgress('Embedding', missing);
  const embed = missing > FEW_PAPERS ? createWorkerBackfill(EMBEDDING_THREAD) : backfillEmbeddings;
  try {
    // Words are indexed here while the thread embeds.
    const indexing = engine.refresh();
    const embedding = moveTo(engine, wanted, (done) => progress.update(done), signal, embed);
    // The one that goes on would else find the catalog closed.
    await Promise.allSettled([indexing, embedding]);
    await Promise.all([indexing, embedding]);
    return (await stores.vectors.count(wanted.modelId)) - before;
  } finally {
    progress.stop();
  }
}
