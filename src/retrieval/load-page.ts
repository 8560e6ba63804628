/** One page of a ranking, as papers. */

import type { Paper } from '../domain/paper.ts';
import type { Scored } from '../index/scored.ts';
import type { Page } from './match.ts';
import { createDuplicateFilter } from './near-duplicates.ts';
import type { SearchEngine } from './search-engine.ts';

/** The page's papers that are still there, with whether more follow; of one work under several ids only the best. */
export async function loadPage(
  engine: SearchEngine,
  ranked: readonly Scored[],
  { from, count }: Page,
): Promise<{ papers: { paper: Paper; score: number }[]; hasMore: boolean }> {
  const papers: { paper: Paper; score: number }[] = [];
  const isSeen = createDuplicateFilter();
  for (const { paperId, score } of ranked) {
    if (papers.length > from + count) break;
    const paper = await engine.stores.papers.get(paperId);
    if (!paper || isSeen(paper)) continue;
    papers.push({ paper, score });
  }
  return { papers: papers.slice(from, from + count), hasMore: papers.length > from + count };
}
