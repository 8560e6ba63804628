/** Gives every stored paper a vector of the current model. Resumable: what is stored already is not done again. */
import { setImmediate } from 'node:timers/promises';
import type { Catalog } from '../catalog/catalog.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { paperText } from '../embedding/paper-text.ts';
import { quantise } from '../embedding/quantise.ts';

// Half a second of work at a time, so that little is lost when the program is killed.
const BATCH_PAPERS = 128;

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
    const vectors = await embedder.embed(papers.map(paperText), 'passage');
    await catalog.addVectors(
      embedder.modelId,
      vectors.map((vector, i) => ({ paperId: papers[i]?.id ?? '', ...quantise(vector) })),
    );
    done += papers.length;
    onProgress(done);
    // A model and a catalog that answer at once would otherwise keep signals and people waiting until all is done.
    await setImmediate();
  }
  return done;
}
