/** Searches several wordings of a query, such as a language model's rewrites. */
import { UserError } from '../domain/errors.ts';
import type { Match, SearchResult } from './match.ts';
import { parseQuestion, withFilter } from './query/parse.ts';
import { fuseReciprocalRanks } from './rank-fusion.ts';
import { searchPapers } from './search.ts';
import type { SearchEngine } from './search-engine.ts';

/** One wording's results. */
export interface Found {
  readonly query: string;
  readonly result: SearchResult;
}

/**
 * The best `depth` papers for each wording, in their order. An unsearchable wording is left out.
 * @throws UserError if all are unsearchable.
 */
export async function searchMultiQuery(
  engine: SearchEngine,
  queries: readonly string[],
  depth: number,
): Promise<Found[]> {
  const found: Found[] = [];
  let problem: UserError | undefined;
  for (const query of queries) {
    try {
      found.push({ query, result: await searchPapers(engine, query, { from: 0, count: depth }) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problem ??= error;
    }
  }
  if (found.length === 0 && problem) throw problem;
  return found;
}

/** The wordings' papers as one ranking, each in the version of the first wording that found it. */
export function fuseMatches(found: readonly Found[]): Match[] {
  const all = new Map<string, Match>();
  for (const { result } of found) {
    for (const match of result.matches) if (!all.has(match.paper.id)) all.set(match.paper.id, match);
  }
  const ranked = fuseReciprocalRanks(found.map(({ result }) => result.matches.map(({ paper }) => paper.id)));
  return ranked.flatMap((id) => all.get(id) ?? []);
}

/** Other wordings with the original query's filters. */
export function withFiltersOf(question: string, queries: readonly string[]): string[] {
  const { filter } = parseQuestion(question);
  return queries.map((query) => withFilter(query, filter));
}
