/** Repeats a search with rewritten queries; no earlier result is lost. */

import type { Match, Page, SearchResult } from './match.ts';
import { fuseMatches, searchMultiQuery, withFiltersOf } from './multi-query.ts';
import { searchPapers } from './search.ts';
import type { SearchEngine } from './search-engine.ts';

/** The number of the query's own results that stay below the new ones. */
export const KEPT_NEAREST = 3;
// Deep enough for a few pages; snippets are computed as far down for each wording.
const DEPTH = 20;

export interface ReformulatedResult extends SearchResult {
  /** The rewrites that found something that fits, best first. */
  readonly queries: readonly string[];
  /** The number of matches at the end that come from the query itself. */
  readonly kept: number;
}

/**
 * A page of the rewrites' results; the first page ends with the query's own closest papers. Undefined if the rewrites
 * find nothing that fits either.
 */
export async function searchReformulated(
  engine: SearchEngine,
  question: string,
  queries: readonly string[],
  { from, count }: Page,
): Promise<ReformulatedResult | undefined> {
  const found = await searchMultiQuery(engine, withFiltersOf(question, queries), DEPTH).catch(() => []);
  const fitting = found.filter(({ result }) => result.confident);
  if (fitting.length === 0) return undefined;
  const all = fuseMatches(fitting);
  const matches = all.slice(from, from + count);
  const nearest: Match[] =
    from === 0
      ? (await searchPapers(engine, question, { from: 0, count: KEPT_NEAREST })).matches.slice()
      : [];
  const kept = nearest.filter(({ paper }) => matches.every((match) => match.paper.id !== paper.id));
  return {
    confident: true,
    words: [...new Set(fitting.flatMap(({ result }) => result.words))],
    matches: [...matches, ...kept],
    hasMore: all.length > from + count,
    queries: fitting.map(({ query }) => query),
    kept: kept.length,
  };
}
