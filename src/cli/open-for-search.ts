/** Opens the search engine for the command line, with every paper embedded, so that a search misses none. */
import type { Config } from '../config/config.ts';
import { describeError, ModelError } from '../domain/errors.ts';
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
    const result = await use(opened.engine);
    await saveIndexes(opened.engine, CHANGES_WORTH_SAVING);
    return result;
  } finally {
    await opened.engine.stores.close();
  }
}

// Taking in as many takes about as long as saving them.
const CHANGES_WORTH_SAVING = 1_000;

/** A failure is reported and changes nothing else: the next start takes in what is missing. */
export async function saveIndexes(engine: SearchEngine, minChanges?: number): Promise<void> {
  try {
    await engine.refreshAll();
    await engine.saveSnapshot(minChanges);
  } catch (error) {
    process.stderr.write(
      `The search index could not be saved (${describeError(error)}); the next start builds it again.\n`,
    );
  }
}

/** Opens the search engine; downloads are reported on standard error. */
export const openOnTerminal = (config: Config): Promise<OpenEngine> =>
  openEngine(config, (...fetched) => process.stderr.write(`${describeDownload(...fetched)}\n`));

/**
 * Embeds papers that lack a vector, with a progress bar if that takes a while, and indexes new papers.
 * Returns the number of papers embedded.
 */
export async function prepareAll(
  { engine, loadConfigured }: OpenEngine,
  signal = new AbortController().signal,
): Promise<number> {
  const { stores, embedder } = engine;
  const configured = await loadConfigured().catch((error) => {
    if (!(error instanceof ModelError)) throw error;
    process.stderr.write(`${error.message} Until then ${embedder.modelId} answers.\n`);
    return embedder;
  });
  const before = await stores.vectors.count(configured.modelId);
  const missing = (await stores.papers.count()) - before;
  const progress = createProgress('Embedding', missing);
  const embed = missing > FEW_PAPERS ? createWorkerBackfill(EMBEDDING_THREAD) : backfillEmbeddings;
  try {
    // Words are indexed here while the thread embeds.
    const indexing = engine.refreshAll();
    const embedding = moveTo(engine, configured, (done) => progress.update(done), signal, embed);
    // Otherwise the one still running would find the database closed.
    await Promise.allSettled([indexing, embedding]);
    await Promise.all([indexing, embedding]);
    return (await stores.vectors.count(configured.modelId)) - before;
  } finally {
    progress.stop();
  }
}
