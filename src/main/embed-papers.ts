/** Keeps every paper embedded, from the start of the program to its end. */
import { setInterval } from 'node:timers/promises';
import type { Embedder } from '../embedding/embedder.ts';
import { backfillEmbeddings } from '../ingest/embedding/backfill.ts';
import { type BackgroundEmbedding, startEmbedding } from '../ingest/embedding/background.ts';
import { createWorkerBackfill, FEW_PAPERS } from '../ingest/embedding/embed-in-worker.ts';
import { keepBackfilled } from '../ingest/embedding/keep-up.ts';
import type { Log } from '../lib/log.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';

/** The launcher compiles this worker beside the program. */
export const EMBEDDING_THREAD = new URL('./embedding-worker.js', import.meta.url);

const LOOK_FOR_MISSING_MS = 60_000;

export interface Embedding extends BackgroundEmbedding {
  /** Embeds in a worker thread. */
  readonly embed: typeof backfillEmbeddings;
  /** Resolves once questions may be answered. */
  readonly ready: Promise<unknown>;
  /** Resolves once `signal` has ended all of it. */
  readonly ended: Promise<void>;
}

export async function embedPapers(
  engine: SearchEngine,
  {
    isFallbackModel,
    loadConfigured,
  }: { isFallbackModel: boolean; loadConfigured(signal: AbortSignal): Promise<Embedder> },
  log: Log,
  signal: AbortSignal,
): Promise<Embedding> {
  const { stores } = engine;
  const missing = (await stores.papers.count()) - (await stores.vectors.count(engine.embedder.modelId));
  // Nobody waits for an answer yet.
  const isFirst = !isFallbackModel && missing <= FEW_PAPERS;
  const embed = createWorkerBackfill(EMBEDDING_THREAD);
  const embedding = startEmbedding(engine, loadConfigured, isFirst ? backfillEmbeddings : embed, log, signal);
  const ended = embedding.finished.then(() => {
    const looks = setInterval(LOOK_FOR_MISSING_MS, undefined, { signal, ref: false });
    return keepBackfilled(engine, looks, embed, log, signal).catch(() => {});
  });
  return { ...embedding, embed, ready: isFirst ? embedding.finished : Promise.resolve(), ended };
}
