/** The thread that embeds papers with its own copy of the model; worker-embedder.ts starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadEmbedder } from './load.ts';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './worker-embedder.ts';

const port = parentPort;
if (!port) throw new Error('This runs in a worker thread only.');

const answer = (message: WorkerAnswer, moved: ArrayBufferLike[] = []): void =>
  port.postMessage(message, moved as ArrayBuffer[]);

async function embed({ id, texts, kind }: WorkerRequest): Promise<void> {
  try {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      if (Atomics.load(stopped, 0) === 1) break;
      vectors.push(...(await embedder.embed([text], kind)));
    }
    answer(
      { id, vectors },
      vectors.map(({ buffer }) => buffer),
    );
  } catch (error) {
    answer({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}

// The files exist: the starter has loaded them before.
const notFetched = (): Promise<never> => Promise.reject(new Error('it is not fetched again'));
const { choice, table, stopped }: WorkerStart = workerData;
const embedder = await loadEmbedder(choice, notFetched, undefined, table);
// In order, because the oldest requests have waited longest.
let turn = Promise.resolve();
port.on('message', (request: WorkerRequest) => {
  turn = turn.then(() => embed(request));
});
answer({ modelId: embedder.modelId, dims: embedder.dims });
