/** Gives every stored paper a vector of a model. Resumable: stored vectors are not computed again. */
import { setImmediate } from 'node:timers/promises';
import type { Paper } from '../../domain/paper.ts';
import type { Embedder } from '../../embedding/embedder.ts';
import { paperText } from '../../embedding/paper-text.ts';
import { quantise } from '../../embedding/quantise.ts';
import type { Stores } from '../../store/stores.ts';
import type { NewPaperVector } from '../../store/vectors.ts';

const READ_PAPERS = 512;
// Half a second of work at a time, so that a kill loses little.
const BATCH_PAPERS = 128;
// Tokenizing and writing vectors block the main thread, so this yields often: at 2,000 papers a second after 8 ms.
const TURN_PAPERS = 16;

/**
 * Runs until every paper has a vector or `signal` aborts; reports the total after each batch. An embedder in a worker
 * gets this many batches `ahead`, so that it never waits for the main thread.
 */
export async function backfillEmbeddings(
  stores: Stores,
  embedder: Embedder,
  onProgress: (done: number) => void = () => {},
  signal?: AbortSignal,
  ahead = 0,
): Promise<number> {
  let done = 0;
  let vectors: NewPaperVector[] = [];
  const asked: Promise<NewPaperVector[]>[] = [];

  const ask = async (papers: readonly Paper[]): Promise<NewPaperVector[]> => {
    const embedded = await embedder.embed(papers.map(paperText), 'passage').catch((error) => {
      // The abort may stop the model too.
      if (signal?.aborted) return [];
      throw error;
    });
    return embedded.map((vector, i) => ({
      paperId: papers[i]?.id ?? '',
      embeddedText: papers[i],
      ...quantise(vector),
    }));
  };
  const store = async (): Promise<void> => {
    if (vectors.length === 0) return;
    await stores.vectors.add(embedder.modelId, vectors);
    done += vectors.length;
    vectors = [];
    onProgress(done);
  };
  const takeUntilAsked = async (most: number): Promise<void> => {
    while (asked.length > most) {
      vectors.push(...((await asked.shift()) ?? []));
      if (vectors.length >= BATCH_PAPERS) await store();
    }
  };

  // A paper that changes meanwhile may be missed, and is found the next time.
  for (let before = -1; before < done && !signal?.aborted; ) {
    before = done;
    for await (const papers of turnsOf(stores, embedder.modelId)) {
      if (signal?.aborted) break;
      const answer = ask(papers);
      // Rejections surface in their turn.
      answer.catch(() => {});
      asked.push(answer);
      await takeUntilAsked(ahead);
      if (ahead === 0) await setImmediate();
    }
    await takeUntilAsked(0);
    await store();
  }
  return done;
}

async function* turnsOf(stores: Stores, modelId: string): AsyncGenerator<readonly Paper[]> {
  for (let after: string | undefined; ; ) {
    const papers = await stores.vectors.missing(modelId, READ_PAPERS, after);
    if (papers.length === 0) return;
    for (let start = 0; start < papers.length; start += TURN_PAPERS) {
      yield papers.slice(start, start + TURN_PAPERS);
    }
    after = papers.at(-1)?.id;
  }
}
