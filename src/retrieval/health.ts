/** Checks the two components that search needs. Called while the program runs, so it must be cheap. */
import type { SearchEngine } from './search-engine.ts';

export interface SearchHealth {
  /** True if the store can be read. */
  readonly catalog: boolean;
  /** True if the model produces vectors, and has embedded at least one paper if there are any. */
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
