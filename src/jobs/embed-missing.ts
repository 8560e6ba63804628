/** Gives every stored paper a vector of a model. Resumable: what is stored already is not done again. */
import { setImmediate } from 'node:timers/promises';
import type { Catalog, PaperVector } from '../catalog/catalog.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { paperText } from '../embedding/paper-text.ts';
import { quantise } from '../embedding/quantise.ts';

// Half a second of work at a time, so that little is lost when the program is killed.
const BATCH_PAPERS = 128;
// Words are looked up and vectors are written on the thread that answers people, so they come in between this often:
// at 2,000 papers a second after 8 ms.
const TURN_PAPERS = 16;

/** Runs until no paper is without a vector or `signal` aborts; reports how many were done in all after each batch. */
export async function embedMissing(
  catalog: Catalog,
  embedder: Embedder,
  onProgress: (done: number) => void = () => {},
  signal?: AbortSignal,
): Promise<number> {
  let done = 0;
  while (!signal?.aborted) {
    const papers = await catalog.papersWithoutVector(embedder.modelId, BATCH_PAPERS);
    if (papers.length === 0) break;
    const vectors: PaperVector[] = [];
    for (let start = 0; start < papers.length && !signal?.aborted; start += TURN_PAPERS) {
      const turn = papers.slice(start, start + TURN_PAPERS);
      const embedded = await embedder.embed(turn.map(paperText), 'passage').catch((error) => {
        // What stops this may stop the model too.
        if (signal?.aborted) return [];
        throw error;
      });
      vectors.push(...embedded.map((vector, i) => ({ paperId: turn[i]?.id ?? '', ...quantise(vector) })));
      await setImmediate();
    }
    await catalog.addVectors(embedder.modelId, vectors);
    done += vectors.length;
    onProgress(done);
  }
  return done;
}
