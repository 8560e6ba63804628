/** Loads one page of a ranking as papers. */

import type { Paper } from '../domain/paper.ts';
import type { Scored } from '../index/scored.ts';
import type { Page } from './match.ts';
import { createDuplicateFilter } from './near-duplicates.ts';
import type { SearchEngine } from './search-engine.ts';

// Replaces duplicates and withdrawn papers, so that one call is usually enough.
const SPARE_PAPERS = 3;

/**
 * The page's existing papers, and true if more follow; only the best of duplicates. Withdrawn papers are found only by
 * id.
 */
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
    const batch = ranked.slice(at, at + needed - papers.length + SPARE_PAPERS);
    at += batch.length;
    const scores = new Map(batch.map(({ paperId, score }) => [paperId, score]));
    for (const paper of await engine.stores.papers.getMany([...scores.keys()]))
      if (!(paper.withdrawn && withdrawn === 'hidden') && !isDuplicate(paper))
        papers.push({ paper, score: scores.get(paper.id) ?? 0 });
  }
  return { papers: papers.slice(from, from + count), hasMore: papers.length > from + count };
}
