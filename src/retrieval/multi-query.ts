/** Searches several wordings of a query, such as a language model's rewrites. */
import { UserError } from '../domain/errors.ts';
import type { Match, QueryResult } from './match.ts';
import type { Query } from './query/query.ts';
import { fuseReciprocalRanks } from './rank-fusion.ts';
import { searchPapers } from './search.ts';
import type { SearchEngine } from './search-engine.ts';

/**
 * The best `depth` papers for each wording, in their order. An unsearchable wording is left out.
 * @throws UserError if all are unsearchable.
 */
export async function searchMultiQuery(
  engine: SearchEngine,
  queries: readonly Query[],
  depth: number,
): Promise<QueryResult[]> {
  const results: QueryResult[] = [];
  let problem: UserError | undefined;
  for (const query of queries) {
    try {
      results.push(await searchPapers(engine, query, { from: 0, count: depth }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problem ??= error;
    }
  }
  if (results.length === 0 && problem) throw problem;
  return results;
}

/** The wordings' papers as one ranking, each in the version of the first wording that found it. */
export function fuseMatches(results: readonly QueryResult[]): Match[] {
  const all = new Map<string, Match>();
  for (const { matches } of results) {
    for (const match of matches) if (!all.has(match.paper.id)) all.set(match.paper.id, match);
  }
  const ranked = fuseReciprocalRanks(results.map(({ matches }) => matches.map(({ paper }) => paper.id)));
  return ranked.flatMap((id) => all.get(id) ?? []);
}
