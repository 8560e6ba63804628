/** The thread that embeds papers, from its own copy of the model: what aside.ts starts and talks to. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AsideAnswer, AsideModel, AsideRequest } from './aside.ts';
import { loadEmbedder } from './load.ts';

const port = parentPort;
if (!port) throw new Error('This runs in a worker thread only.');

const answer = (message: AsideAnswer, moved: ArrayBufferLike[] = []): void =>
  port.postMessage(message, moved as ArrayBuffer[]);

async function embed({ id, texts, kind }: AsideRequest): Promise<void> {
  try {
    const vectors = await embedder.embed(texts, kind);
    answer(
      { id, vectors },
      vectors.map(({ buffer }) => buffer),
    );
  } catch (error) {
    answer({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}

// The files are there: whoever starts this has loaded them before.
const notFetched = (): Promise<never> => Promise.reject(new Error('it is not fetched again'));
const { choice, table }: AsideModel = workerData;
const embedder = await loadEmbedder(choice, notFetched, undefined, table);
port.on('message', embed);
answer({ modelId: embedder.modelId, dims: embedder.dims });
