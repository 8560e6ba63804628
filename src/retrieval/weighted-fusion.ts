/** Fuses lexical and dense scores. */
import type { Scored } from '../index/scored.ts';
import type { DenseResult } from './dense.ts';
import type { LexicalResult } from './lexical.ts';

export interface WeightedFusion {
  readonly lexical: number;
  readonly dense: number;
  readonly lexicalPower: number;
}

/**
 * score = dense · max(0, cosine − mean cosine) + lexical · (BM25 / ceiling)^power, each comparable between queries.
 * Words dominate if one paper has them all, vectors if none does. Best first; equal scores by id.
 */
export function fuseWeighted(lexical: LexicalResult, dense: DenseResult, weights: WeightedFusion): Scored[] {
  const scores = new Map<string, number>();
  const add = (paperId: string, score: number): void => {
    scores.set(paperId, (scores.get(paperId) ?? 0) + score);
  };
  for (const { paperId, score } of dense.hits) add(paperId, weights.dense * Math.max(0, score - dense.mean));
  if (lexical.ceiling > 0) {
    for (const { paperId, score } of lexical.hits) {
      add(paperId, weights.lexical * Math.min(1, score / lexical.ceiling) ** weights.lexicalPower);
    }
  }
  return [...scores]
    .map(([paperId, score]) => ({ paperId, score }))
    .sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1));
}
