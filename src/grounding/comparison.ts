/** Checks comparisons with "than", and the roles after "from" and "into": finds sentences that have them the wrong way round. */
import type { Analysis } from './analysis.ts';
import { memoise } from './memo.ts';
import type { Premise } from './premise.ts';
import type { Word } from './word.ts';
import { isOwn, matchOf } from './word-match.ts';

interface Comparison {
  /** The words of what is compared, and of what it is compared with. */
  readonly left: readonly Word[];
  readonly right: readonly Word[];
  /** "Accurate" in "less accurate", "better" in "better". */
  readonly dimension: Word;
  /** -1 for less. */
  readonly sign: 1 | -1;
}

const DEGREES = /^(?:more|less|fewer)$/;
const LESS = /^(?:less|fewer|worse)$/;
/** Words between a comparative and its "than". */
const MAX_BETWEEN = 9;
const MAX_ROLE_WORDS = 4;

/** The comparison in a sentence; undefined if there is none. */
export const comparisonOf = memoise(({ words }: Analysis): Comparison | undefined => {
  const than = words.findIndex(({ lower }, at) => lower === 'than' && words[at + 1]?.number === undefined);
  if (than < 0) return comparedTo(words);
  let head = than - 1;
  while (head >= 0 && head >= than - MAX_BETWEEN && !isComparative(words[head] as Word)) head -= 1;
  const comparative = words[head];
  if (!comparative || !isComparative(comparative)) return undefined;
  const dimension = DEGREES.test(comparative.lower)
    ? words.slice(head + 1, than).find(({ isContent }) => isContent)
    : comparative;
  if (!dimension) return undefined;
  const end = words.findIndex(({ text }, at) => at > than && /^[,;:.]$/.test(text));
  return {
    left: [...words.slice(0, head), ...words.slice(head + 1, than)].filter(
      (word) => word.isContent && word !== dimension,
    ),
    right: words.slice(than + 1, end < 0 ? undefined : end).filter(({ isContent }) => isContent),
    dimension,
    sign: LESS.test(comparative.lower) ? -1 : 1,
  };
});

/** "Compared to A, B is less likely": A is on the right. */
function comparedTo(words: readonly Word[]): Comparison | undefined {
  const marker = words.findIndex(
    ({ lower }, at) =>
      /^(?:compared|relative)$/.test(lower) && /^(?:to|with)$/.test(words[at + 1]?.lower ?? ''),
  );
  if (marker < 0) return undefined;
  const comma = words.findIndex(({ text }, at) => at > marker && /^[,;:.]$/.test(text));
  const end = comma < 0 ? words.length : comma;
  const head = words.findIndex((word, at) => (at < marker || at > end) && isComparative(word));
  const comparative = words[head];
  if (!comparative) return undefined;
  const dimension = DEGREES.test(comparative.lower)
    ? words.slice(head + 1).find(({ isContent }) => isContent)
    : comparative;
  if (!dimension) return undefined;
  // The subject stands in the comparative's own clause.
  let start = head;
  while (start > 0 && !/^[,;:]$/.test(words[start - 1]?.text ?? '')) start -= 1;
  return {
    left: words.slice(start, head).filter(({ isContent }) => isContent),
    right: words.slice(marker + 2, end).filter(({ isContent }) => isContent),
    dimension,
    sign: LESS.test(comparative.lower) ? -1 : 1,
  };
}

const isComparative = ({ lower, pos }: Word): boolean =>
  /^(?:more|less|fewer|better|worse)$/.test(lower) ||
  (/^\p{L}{3,}er$/u.test(lower) && (pos === 'ADJ' || pos === 'ADV'));

/** True if the paper compares the same two things in the same respect, with the other one ahead. */
export function hasTurnedComparison(sentence: Analysis, premise: Premise): boolean {
  const said = comparisonOf(sentence);
  if (!said) return false;
  return premise.told.some((each) => {
    const told = comparisonOf(each);
    if (!told || matchOf(said.dimension, told.dimension, premise) === 0) return false;
    const straight =
      countOnly(said.left, told.left, told.right, premise) +
      countOnly(said.right, told.right, told.left, premise);
    const crossed =
      countOnly(said.left, told.right, told.left, premise) +
      countOnly(said.right, told.left, told.right, premise);
    return said.sign === told.sign ? crossed > straight : straight > crossed;
  });
}

/** The number of words that one list has and another lacks. */
function countOnly(
  words: readonly Word[],
  having: readonly Word[],
  lacking: readonly Word[],
  premise: Premise,
): number {
  const isIn = (word: Word, list: readonly Word[]): boolean =>
    list.some((other) => matchOf(word, other, premise) > 0);
  return words.filter((word) => isIn(word, having) && !isIn(word, lacking)).length;
}

const OPPOSITE_ROLES = [
  [/^from$/, /^(?:to|into)$/],
  [/^(?:to|into)$/, /^from$/],
] as const;

/** True if the sentence turns into something that the paper turns from, or the reverse. */
export function hasTurnedRole(sentence: Analysis, premise: Premise): boolean {
  return sentence.words.some((word, at) =>
    OPPOSITE_ROLES.some(([role, opposite]) => {
      if (!role.test(word.lower)) return false;
      const filler = fillerOf(sentence.words, at).filter((each) => !isOwn(each, premise));
      if (filler.length === 0) return false;
      const isFilledIn = (preposition: RegExp): boolean =>
        premise.told.some(({ words }) =>
          words.some(
            ({ lower }, i) =>
              preposition.test(lower) &&
              filler.every((each) => fillerOf(words, i).some((other) => matchOf(each, other, premise) === 1)),
          ),
        );
      return isFilledIn(opposite) && !isFilledIn(role);
    }),
  );
}

/** The nouns and adjectives after a preposition; none before a verb, as in "to train". */
function fillerOf(words: readonly Word[], at: number): Word[] {
  const next = words.slice(at + 1, at + 1 + MAX_ROLE_WORDS);
  return next[0]?.pos === 'VERB' ? [] : next.filter(({ isContent, pos }) => isContent && pos !== 'VERB');
}
