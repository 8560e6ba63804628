/** Embeds what is missing in a thread of its own, which lives only as long as there is work. */

import { ModelError } from '../../domain/errors.ts';
import type { Embedder } from '../../embedding/embedder.ts';
import { openWorkerEmbedder } from '../../embedding/worker-embedder.ts';
import type { Stores } from '../../store/stores.ts';
import { backfillEmbeddings } from './backfill.ts';
import { choiceOf } from './re-embed.ts';

/** Up to so many papers are embedded without a thread: starting one takes longer. */
export const FEW_PAPERS = 500;

// Half a second of the bundled model's work: so long may the thread that stores the vectors be busy with something else.
const TURNS_AHEAD = 64;

/**
 * Does what embedMissing does, by another copy of the embedder's model, one call after another: the model is in memory
 * twice meanwhile, a static model's table three times, since it is handed over as a copy. `entry` is src/embedding/worker.ts as a file that Node runs.
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
