/** One page of a ranking, as papers. */

import type { Paper } from '../domain/paper.ts';
import type { Scored } from '../index/scored.ts';
import type { Page } from './match.ts';
import { createDuplicateFilter } from './near-duplicates.ts';
import type { SearchEngine } from './search-engine.ts';

/** The page's papers that are still there, with whether more follow; of one work under several ids only the best. Withdrawn papers are for those who ask for them by id. */
export async function loadPage(
  engine: SearchEngine,
  ranked: readonly Scored[],
  { from, count }: Page,
  withdrawn: 'hidden' | 'shown' = 'hidden',
): Promise<{ papers: { paper: Paper; score: number }[]; hasMore: boolean }> {
  const papers: { paper: Paper; score: number }[] = [];
  const isDuplicate = createDuplicateFilter();
  const needed = from + count + 1;
  for (let at = 0; at < ranked.length && papers.length < needed; ) {
    const batch = ranked.slice(at, at + needed - papers.length);
    at += batch.length;
    const scores = new Map(batch.map(({ paperId, score }) => [paperId, score]));
    for (const paper of await engine.stores.papers.getMany([...scores.keys()]))
      if (!(paper.withdrawn && withdrawn === 'hidden') && !isDuplicate(paper))
        papers.push({ paper, score: scores.get(paper.id) ?? 0 });
  }
  return { papers: papers.slice(from, from + count), hasMore: papers.length > from + count };
}
