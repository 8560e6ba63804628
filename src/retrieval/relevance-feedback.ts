/**
 * A third look at a ranking: papers near the best few in meaning go up. The best few say more than the question does,
 * which is known as pseudo-relevance feedback (Rocchio, 1971).
 */

import type { Scored } from '../index/scored.ts';
import type { VectorIndex } from '../index/vector/vector-index.ts';
import { addTo, dot, toUnit } from '../lib/vector.ts';

/**
 * Weighs each of the best papers by its score above that of the next, so that one that fits alone decides, and where
 * nothing stands out nothing changes. Best first; of equals the one that was before.
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
