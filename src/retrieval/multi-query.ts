/** One search in several wordings, such as a language model found for a question. */
import { UserError } from '../domain/errors.ts';
import type { Match, SearchResult } from './match.ts';
import { parseQuestion, withFilter } from './query/parse.ts';
import { fuseReciprocalRanks } from './rank-fusion.ts';
import { searchPapers } from './search.ts';
import type { SearchEngine } from './search-engine.ts';

/** What one wording found. */
export interface Found {
  readonly query: string;
  readonly result: SearchResult;
}

/**
 * The best `depth` papers for each of the wordings, in their order. A wording that can't be searched for is left out.
 * @throws UserError where none can be.
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

/** The wordings' papers as one ranking, each as the first wording that found it has it. */
export function fuseMatches(found: readonly Found[]): Match[] {
  const all = new Map<string, Match>();
  for (const { result } of found) {
    for (const match of result.matches) if (!all.has(match.paper.id)) all.set(match.paper.id, match);
  }
  const ranked = fuseReciprocalRanks(found.map(({ result }) => result.matches.map(({ paper }) => paper.id)));
  return ranked.flatMap((id) => all.get(id) ?? []);
}

/** Other wordings with the filters of the question that they stand for. */
export function withFiltersOf(question: string, queries: readonly string[]): string[] {
  const { filter } = parseQuestion(question);
  return queries.map((query) => withFilter(query, filter));
}
