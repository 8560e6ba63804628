/** Repeats a search with rewritten queries; no earlier result is lost. */

import type { Match, Page, QueryResult } from './match.ts';
import { fuseMatches, searchMultiQuery } from './multi-query.ts';
import { type Query, rewordQuery } from './query/query.ts';
import { searchPapers } from './search.ts';
import type { SearchEngine } from './search-engine.ts';

/** The number of the query's own results that stay below the new ones. */
export const KEPT_NEAREST = 3;
// Deep enough for a few pages; snippets are computed as far down for each wording.
const DEPTH = 20;

export interface ReformulatedResult extends QueryResult {
  /** The rewrites that found something that fits, best first, as a person would type them. */
  readonly rewrites: readonly string[];
  /** The number of matches at the end that come from the query itself. */
  readonly kept: number;
}

/**
 * A page of the rewrites' results; the first page ends with the query's own closest papers. Undefined if the rewrites
 * find nothing that fits either.
 */
export async function searchReformulated(
  engine: SearchEngine,
  query: Query,
  rewrites: readonly string[],
  { from, count }: Page,
): Promise<ReformulatedResult | undefined> {
  const wordings = rewrites.map((text) => rewordQuery(query, text));
  const results = await searchMultiQuery(engine, wordings, DEPTH).catch(() => []);
  const fitting = results.filter(({ confident }) => confident);
  if (fitting.length === 0) return undefined;
  const all = fuseMatches(fitting);
  const matches = all.slice(from, from + count);
  const nearest: readonly Match[] =
    from === 0 ? (await searchPapers(engine, query, { from: 0, count: KEPT_NEAREST })).matches : [];
  const kept = nearest.filter(({ paper }) => matches.every((match) => match.paper.id !== paper.id));
  return {
    query,
    confident: true,
    words: [...new Set(fitting.flatMap(({ words }) => words))],
    matches: [...matches, ...kept],
    hasMore: all.length > from + count,
    rewrites: fitting.map((result) => result.query.typed),
    kept: kept.length,
  };
}
