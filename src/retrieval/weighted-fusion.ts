/** One ranking out of two. */
import type { Scored } from '../index/scored.ts';
import type { DenseResult } from './dense.ts';
import type { LexicalResult } from './lexical.ts';

const HELD_POWER = 1.5;

/**
 * Adds two scores that each mean the same for every question: how much nearer than usual a paper lies, cosine less the
 * mean over all papers; and which share of the question's weight it holds, BM25 over the most it could be. So words rule
 * where one paper holds them all, as of a title, and meaning where none does, as of a paraphrase. That share counts the
 * more the larger it is: half of the words are worth less than half of all. Best first; equal scores by id.
 */
export function fuseWeighted(lexical: LexicalResult, dense: DenseResult, denseShare: number): Scored[] {
  const scores = new Map<string, number>();
  const add = (paperId: string, score: number): void => {
    scores.set(paperId, (scores.get(paperId) ?? 0) + score);
  };
  for (const { paperId, score } of dense.hits) add(paperId, denseShare * Math.max(0, score - dense.mean));
  if (lexical.ceiling > 0) {
    for (const { paperId, score } of lexical.hits) {
      add(paperId, (1 - denseShare) * Math.min(1, score / lexical.ceiling) ** HELD_POWER);
    }
  }
  return [...scores]
    .map(([paperId, score]) => ({ paperId, score }))
    .sort((a, b) => b.score - a.score || (a.paperId < b.paperId ? -1 : 1));
}
