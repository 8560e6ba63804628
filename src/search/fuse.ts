/** One ranking out of two. */
import type { Scored } from '../catalog/catalog.ts';
import type { DenseResult } from './dense.ts';
import type { LexicalResult } from './lexical.ts';

/**
 * Adds the two scores after bringing each to 0..1: the cosine between what is usual for this question and its best, BM25
 * between none and its best. A paper that only one side found gets nothing from the other. Best first; equal scores by id.
 */
export function fuse(lexical: LexicalResult, dense: DenseResult, denseShare: number): Scored[] {
  const scores = new Map<string, number>();
  const add = (paperId: string, score: number): void => {
    scores.set(paperId, (scores.get(paperId) ?? 0) + score);
  };
  const spread = (dense.hits[0]?.score ?? 0) - dense.mean;
  if (spread > 0) {
    for (const { paperId, score } of dense.hits)
      add(paperId, denseShare * Math.max(0, (score - dense.mean) / spread));
  }
  const best = lexical.hits[0]?.score ?? 0;
  if (best > 0)
    for (const { paperId, score } of lexical.hits) add(paperId, (1 - denseShare) * (score / best));
  return [...scores]
    .map(([paperId, score]) => ({ paperId, score }))
    .sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1));
}
