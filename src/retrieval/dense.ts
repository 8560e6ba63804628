/** Dense retrieval: the papers whose vectors are nearest to the query's. */

import type { Scored } from '../index/scored.ts';
import type { VectorIndex } from '../index/vector/vector-index.ts';

export interface DenseResult {
  /** Best first; the score is a cosine. */
  readonly hits: readonly Scored[];
  /** Mean cosine over all papers: the similarity of unrelated papers to this query. */
  readonly mean: number;
}

/** `query` is a unit vector [dims]; only papers with a 1 in `mask` [papers], if given, are hits. */
export function denseSearch(
  vectors: VectorIndex,
  query: Float32Array,
  limit: number,
  mask?: Uint8Array,
): DenseResult {
  return { hits: vectors.nearest(query, limit, mask), mean: vectors.meanCosine(query) };
}
