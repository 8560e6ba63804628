/** Whether the two parts that a search needs are there: asked while the program runs, so it has to be cheap. */
import type { SearchEngine } from './search-engine.ts';

export interface SearchHealth {
  /** Whether the catalog can be read. */
  readonly catalog: boolean;
  /** Whether the model turns text into vectors, and has done so with at least one paper where there are any. */
  readonly model: boolean;
}

export async function searchHealth(engine: SearchEngine): Promise<SearchHealth> {
  const { stores, embedder, vectors } = engine;
  const papers = await stores.papers.count().catch(() => undefined);
  const answers = await embedder.embed(['health'], 'query').then(
    ([vector]) => vector?.length === embedder.dims,
    () => false,
  );
  const hasVectors = async () =>
    vectors.size > 0 || papers === 0 || (await stores.vectors.count(embedder.modelId).catch(() => 0)) > 0;
  return { catalog: papers !== undefined, model: answers && (await hasVectors()) };
}
