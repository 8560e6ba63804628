/**
 * A third look at a ranking: papers near the best few in meaning go up. The best few say more than the question does,
 * which is known as pseudo-relevance feedback (Rocchio, 1971).
 */

import type { Scored } from '../index/scored.ts';
import type { VectorIndex } from '../index/vector/vector-index.ts';
import { addTo, dot, toUnit } from '../lib/vector.ts';

const BEST = 3;
// What being like them is worth, next to a score that is 1 at most. Tried: docs/search.md.
const SHARE = 0.3;

/**
 * Each of the best three counts by how far it stands out from the fourth, so that one that fits alone is what the others
 * are compared with, and where nothing stands out nothing changes. Best first; of equals the one that was before.
 */
export function rankByRelevanceFeedback(vectors: VectorIndex, ranked: readonly Scored[]): Scored[] {
  const line = ranked[BEST]?.score ?? 0;
  const sum = new Float32Array(vectors.dims);
  for (const { paperId, score } of ranked.slice(0, BEST)) {
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
      score: (score + SHARE * (likeness.get(paperId) ?? 0)) / (1 + SHARE),
    }))
    .sort((a, b) => b.score - a.score);
}
