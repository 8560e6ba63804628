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
  const { text, earlier } = question;
  // The words of "and how fast is it?" find anything at all, where other words say what is meant.
  const isReferring = earlier.length > 0 && refersBack(text);
  if (own.some(isFitting) && !isReferring && !(await isSurelyForeign(text))) return own;
  const wordings = withFiltersOf(text, queries);
  const others =
    wordings.length > 0 ? await searchMultiQuery(engine, wordings, SEARCH_DEPTH).catch(() => []) : [];
  return isReferring && others.some(isFitting) ? others : [...own, ...others];
}

/** “show me papers” asks for those on what was said before. */
const refersBack = (text: string): boolean => REFERS_BACK.test(text) || hasNoContentWords(text);

export const isFitting = ({ result }: Found): boolean => result.confident;
