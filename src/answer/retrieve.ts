/** Searches for a question: the query itself, and rewrites if it isn't enough. */

import { type Found, searchMultiQuery, withFiltersOf } from '../retrieval/multi-query.ts';
import { hasNoContentWords } from '../retrieval/query/no-content-words.ts';
import type { ConversationTurn } from '../retrieval/query/rewrite.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { isSurelyForeign } from '../text/language.ts';

/** The question, and earlier turns, oldest first. */
export interface Wording {
  readonly text: string;
  readonly earlier: readonly ConversationTurn[];
}

// The best of each wording; more would add papers that fit less well.
const SEARCH_DEPTH = 10;
const REFERS_BACK =
  /^\s*(?:and|but|also|what about|how about|why)\b|\b(?:it|its|they|them|their|that|this|these|those)\b/i;

/**
 * The asker's own query; together with the previous question if it refers to it, or finds nothing that fits alone.
 * @throws UserError if the question names no topic.
 */
export async function retrieveForTurn(engine: SearchEngine, { text, earlier }: Wording): Promise<Found[]> {
  const before = earlier.at(-1)?.question;
  if (!before) return searchMultiQuery(engine, [text], SEARCH_DEPTH);
  const both = `${before} ${text}`;
  if (refersBack(text)) return searchMultiQuery(engine, [both], SEARCH_DEPTH);
  const found = await searchMultiQuery(engine, [text], SEARCH_DEPTH);
  if (found.some(isFitting)) return found;
  return [...found, ...(await searchMultiQuery(engine, [both], SEARCH_DEPTH))];
}

/**
 * The results of the asker's query and of rewrites; of `own` alone if it is enough, because fusing others into a good
 * ranking makes it worse.
 */
export async function addReformulated(
  engine: SearchEngine,
  question: Wording,
  own: readonly Found[],
  queries: readonly string[],
): Promise<readonly Found[]> {
  if (!(await needsReformulation(question, own))) return own;
  const isReferring = refersToEarlier(question);
  const wordings = withFiltersOf(question.text, queries);
  const others =
    wordings.length > 0 ? await searchMultiQuery(engine, wordings, SEARCH_DEPTH).catch(() => []) : [];
  return isReferring && others.some(isFitting) ? others : [...own, ...others];
}

/** True if the query finds nothing that fits, refers to earlier turns, or isn't English. */
export async function needsReformulation(question: Wording, own: readonly Found[]): Promise<boolean> {
  const { text } = question;
  return (
    !own.some(isFitting) || isPersonal(text) || refersToEarlier(question) || (await isSurelyForeign(text))
  );
}

/** "How was your day?" addresses the bot itself, whatever papers have a word of it. */
export const isPersonal = (text: string): boolean => /\b(?:you|your|yours)\b/i.test(text);

/** The words of "and how fast is it?" match anything; a rewrite says what is meant. */
const refersToEarlier = ({ text, earlier }: Wording): boolean => earlier.length > 0 && refersBack(text);

/** “show me papers” refers to the previous topic. */
const refersBack = (text: string): boolean => REFERS_BACK.test(text) || hasNoContentWords(text);

export const isFitting = ({ result }: Found): boolean => result.confident;
