/**
 * Pseudo-relevance feedback (Rocchio, 1971): papers near the best few rank higher, because the best few say more than
 * the query.
 */

import type { Scored } from '../index/scored.ts';
import type { VectorIndex } from '../index/vector/vector-index.ts';
import { addTo, dot, toUnit } from '../lib/vector.ts';

/**
 * Weights each of the best papers by its margin over the next one: a single good match decides, and without a margin
 * nothing changes. Best first; equal scores keep their order.
 */
export function rankByRelevanceFeedback(
  vectors: VectorIndex,
  ranked: readonly Scored[],
  { weight, papers }: { readonly weight: number; readonly papers: number },
): Scored[] {
  const line = ranked[papers]?.score ?? 0;
  const sum = new Float32Array(vectors.dims);
  for (const { paperId, score } of ranked.slice(0, papers)) {
    const vector = vectors.get(paperId);
    if (vector) addTo(sum, vector, score - line);
  }
  const best = toUnit(sum);
  if (dot(best, best) === 0) return [...ranked];
  const mean = vectors.meanCosine(best);
  const likeness = new Map(
    vectors
      .score(
        best,
        ranked.map(({ paperId }) => paperId),
      )
      .map(({ paperId, score }) => [paperId, Math.max(0, score - mean)]),
  );
  return ranked
    .map(({ paperId, score }) => ({
      paperId,
      score: (score + weight * (likeness.get(paperId) ?? 0)) / (1 + weight),
    }))
    .sort((a, b) => b.score - a.score);
}
