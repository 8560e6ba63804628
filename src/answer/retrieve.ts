/** What is searched for a question: its own words, and others where these don't do. */

import { type Found, searchMultiQuery, withFiltersOf } from '../retrieval/multi-query.ts';
import { hasNoContentWords } from '../retrieval/query/no-content-words.ts';
import type { ConversationTurn } from '../retrieval/query/rewrite.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { isSurelyForeign } from '../text/language.ts';

/** What was asked, and what was said before, oldest first. */
export interface Wording {
  readonly text: string;
  readonly earlier: readonly ConversationTurn[];
}

// The best of each wording; more would add papers that fit less well than all of these.
const SEARCH_DEPTH = 10;
const REFERS_BACK =
  /^\s*(?:and|but|also|what about|how about|why)\b|\b(?:it|its|they|them|their|that|this|these|those)\b/i;

/**
 * In the words of the asker; together with the question before where they refer to something said, or find nothing that
 * fits by themselves.
 * @throws UserError where the question holds nothing to look for.
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
 * What the asker's own words found, and what other words do; of `own` alone where these words speak for themselves, since
 * a ranking that is right only gets worse by mixing others in.
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

/** True where the question's own words find nothing that fits, refer to what was said before, or aren't English. */
export async function needsReformulation(question: Wording, own: readonly Found[]): Promise<boolean> {
  const { text } = question;
  return (
    !own.some(isFitting) || isPersonal(text) || refersToEarlier(question) || (await isSurelyForeign(text))
  );
}

/** "How was your day?" is asked of the bot itself, whatever papers have a word of it. */
export const isPersonal = (text: string): boolean => /\b(?:you|your|yours)\b/i.test(text);

/** The words of "and how fast is it?" find anything at all, where other words say what is meant. */
const refersToEarlier = ({ text, earlier }: Wording): boolean => earlier.length > 0 && refersBack(text);

/** “show me papers” asks for those on what was said before. */
const refersBack = (text: string): boolean => REFERS_BACK.test(text) || hasNoContentWords(text);

export const isFitting = ({ result }: Found): boolean => result.confident;
