/** Searches for a question: the query itself, and rewrites if it isn't enough. */

import type { QueryResult } from '../retrieval/match.ts';
import { searchMultiQuery } from '../retrieval/multi-query.ts';
import { hasNoContentWords } from '../retrieval/query/no-content-words.ts';
import { joinQueries, type Query, rewordQuery } from '../retrieval/query/query.ts';
import type { ConversationTurn } from '../retrieval/query/rewrite.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { isSurelyForeign } from '../text/language.ts';

/** The question, and earlier turns, oldest first. */
export interface Wording {
  readonly query: Query;
  readonly earlier: readonly ConversationTurn[];
  /** The query of the last of them, if it can be searched. */
  readonly previous?: Query | undefined;
}

// The best of each wording; more would add papers that fit less well.
const SEARCH_DEPTH = 10;
const REFERS_BACK =
  /^\s*(?:and|but|also|what about|how about|why)\b|\b(?:it|its|they|them|their|that|this|these|those)\b/i;

/**
 * The asker's own query; together with the previous question if it refers to it, or finds nothing that fits alone.
 * @throws UserError if the question names no topic.
 */
export async function retrieveForTurn(
  engine: SearchEngine,
  { query, previous }: Wording,
): Promise<QueryResult[]> {
  if (!previous) return searchMultiQuery(engine, [query], SEARCH_DEPTH);
  const both = joinQueries(previous, query);
  if (refersBack(query.typed)) return searchMultiQuery(engine, [both], SEARCH_DEPTH);
  const results = await searchMultiQuery(engine, [query], SEARCH_DEPTH);
  if (results.some(isFitting)) return results;
  return [...results, ...(await searchMultiQuery(engine, [both], SEARCH_DEPTH))];
}

/**
 * The results of the asker's query and of rewrites; of `own` alone if it is enough, because fusing others into a good
 * ranking makes it worse.
 */
export async function addReformulated(
  engine: SearchEngine,
  question: Wording,
  own: readonly QueryResult[],
  rewrites: readonly string[],
): Promise<readonly QueryResult[]> {
  if (!(await needsReformulation(question, own))) return own;
  const isReferring = refersToEarlier(question);
  const wordings = rewrites.map((text) => rewordQuery(question.query, text));
  const others =
    wordings.length > 0 ? await searchMultiQuery(engine, wordings, SEARCH_DEPTH).catch(() => []) : [];
  return isReferring && others.some(isFitting) ? others : [...own, ...others];
}

/** True if the query finds nothing that fits, refers to earlier turns, or isn't English. */
export async function needsReformulation(question: Wording, own: readonly QueryResult[]): Promise<boolean> {
  const { typed } = question.query;
  return (
    !own.some(isFitting) || isPersonal(typed) || refersToEarlier(question) || (await isSurelyForeign(typed))
  );
}

/** "How was your day?" addresses the bot itself, whatever papers have a word of it. */
export const isPersonal = (text: string): boolean => /\b(?:you|your|yours)\b/i.test(text);

/** The words of "and how fast is it?" match anything; a rewrite says what is meant. */
const refersToEarlier = ({ query, earlier }: Wording): boolean =>
  earlier.length > 0 && refersBack(query.typed);

/** “show me papers” refers to the previous topic. */
const refersBack = (text: string): boolean => REFERS_BACK.test(text) || hasNoContentWords(text);

export const isFitting = ({ confident }: QueryResult): boolean => confident;
