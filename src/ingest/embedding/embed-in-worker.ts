/** Embeds papers without vectors in a worker thread, which lives only as long as there is work. */

import { ModelError } from '../../domain/errors.ts';
import type { Embedder } from '../../embedding/embedder.ts';
import { openWorkerEmbedder } from '../../embedding/worker-embedder.ts';
import type { Stores } from '../../store/stores.ts';
import { backfillEmbeddings } from './backfill.ts';
import { choiceOf } from './re-embed.ts';

/** Fewer papers are embedded without a thread: starting one takes longer. */
export const FEW_PAPERS = 500;

// Half a second of the bundled model's work: the main thread may be busy for as long.
const TURNS_AHEAD = 64;

/**
 * Like backfillEmbeddings, but with another copy of the model, one call after another. The model is in memory twice
 * meanwhile, a static table three times, because the worker gets a copy. `entry` is src/embedding/worker.ts as a file
 * that Node runs.
 */
export function createWorkerBackfill(entry: URL): typeof backfillEmbeddings {
  let turn: Promise<unknown> = Promise.resolve();
  return (stores, embedder, onProgress, signal = new AbortController().signal) => {
    const own = turn.then(() => embedInThread(entry, stores, embedder, onProgress, signal));
    turn = own.catch(() => {});
    return own;
  };
}

async function embedInThread(
  entry: URL,
  stores: Stores,
  { modelId, table }: Embedder,
  onProgress: ((done: number) => void) | undefined,
  signal: AbortSignal,
): Promise<number> {
  if (signal.aborted || (await stores.vectors.missing(modelId, 1)).length === 0) return 0;
  const model = { choice: await choiceOf(stores, modelId), table };
  const aside = await openWorkerEmbedder(entry, model, signal).catch((error) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!aside) return 0;
  try {
    if (aside.modelId !== modelId)
      throw new ModelError(
        `The files of the embedding model ${modelId} changed since it was loaded. Start Paperboy anew to embed by them.`,
      );
    return await backfillEmbeddings(stores, aside, onProgress, signal, TURNS_AHEAD);
  } finally {
    await aside.close();
  }
}
