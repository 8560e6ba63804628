/** A search that its own words did not answer, in other words as well: nothing that was found before is lost. */

import type { Match, Page, SearchResult } from './match.ts';
import { fuseMatches, searchMultiQuery, withFiltersOf } from './multi-query.ts';
import { searchPapers } from './search.ts';
import type { SearchEngine } from './search-engine.ts';

/** How many of what the question's own words found stay below what others find. */
export const KEPT_NEAREST = 3;
// Deep enough for a few pages; each wording's matching sentences are looked for as far down.
const DEPTH = 20;

export interface ReformulatedResult extends SearchResult {
  /** Which of the other words found something that fits, best first. */
  readonly queries: readonly string[];
  /** How many of the last matches are there because the question's own words found them. */
  readonly kept: number;
}

/**
 * A page of what the other words find, the first one followed by the nearest that the question's own words found.
 * Undefined where the other words find nothing that fits either.
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
