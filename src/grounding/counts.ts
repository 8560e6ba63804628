/** Checks what a number counts, and what it holds for: "15 % for English" where the paper has it for French. */
import type { Analysis } from './analysis.ts';
import { memoise } from './memo.ts';
import type { Premise } from './premise.ts';
import type { Word } from './word.ts';
import { matchOf } from './word-match.ts';

interface Count {
  readonly number: Word;
  /** The noun after the number: "utterances" in "1,492 utterances". */
  readonly counted: Word | undefined;
  /** The words of the phrase after it that says what it holds for: "for event extraction". */
  readonly scope: readonly Word[];
}

const SCOPE = /^(?:for|on|in|with|at|among)$/;
const MAX_SCOPE_WORDS = 5;

const countsOf = memoise(({ words }: Analysis): Count[] =>
  words.flatMap((number, at) => {
    if (!number.number || words[at - 1]?.number === number.number) return [];
    let end = at;
    while (words[end + 1]?.number === number.number) end += 1;
    // "47 % relative gain"
    let next = end + 1;
    while (/^(?:%|relative|absolute)$/.test(words[next]?.lower ?? '')) next += 1;
    const noun = words[next]?.pos === 'ADJ' ? words[next + 1] : words[next];
    return [
      {
        number,
        counted: noun?.isContent && /^(?:NOUN|PROPN)$/.test(noun.pos) ? noun : undefined,
        scope: scopeOf(words, end),
      },
    ];
  }),
);

function scopeOf(words: readonly Word[], from: number): Word[] {
  const found: Word[] = [];
  let isInside = false;
  for (let at = from + 1; at < words.length && found.length < MAX_SCOPE_WORDS; at++) {
    const word = words[at] as Word;
    if (word.number || /^[,;:()]$/.test(word.text) || /^(?:and|but|while|or|which|that)$/.test(word.lower))
      break;
    if (SCOPE.test(word.lower)) isInside = true;
    else if (isInside && word.isContent && word.pos !== 'VERB') found.push(word);
  }
  return found;
}

/** A number that counts one thing in the sentence and only another in the paper, which counts the first with other numbers. */
export function hasMiscount(sentence: Analysis, premise: Premise): boolean {
  const told = premise.told.flatMap((each) => countsOf(each));
  return countsOf(sentence).some(({ number, counted }) => {
    if (!counted) return false;
    const ofNumber = told.filter((other) => matchOf(number, other.number, premise) > 0);
    const ofNoun = told.filter((other) => other.counted && other.counted.root === counted.root);
    return (
      ofNumber.length > 0 &&
      ofNoun.length > 0 &&
      ofNumber.every((other) => other.counted && other.counted.root !== counted.root) &&
      ofNoun.every((other) => isAlike(other.number, number))
    );
  });
}

/** A number together with the scope of another number of the same sentence of the paper, and without its own. */
export function hasOtherScope(sentence: Analysis, premise: Premise): boolean {
  const numbers = countsOf(sentence).map(({ number }) => number);
  if (numbers.length !== 1) return false;
  const [number] = numbers as [Word];
  const has = (scope: readonly Word[]): boolean =>
    scope.some((word) => sentence.words.some((other) => other.isContent && other.root === word.root));
  const hasAll = (scope: readonly Word[]): boolean =>
    scope.every((word) => sentence.words.some((other) => other.isContent && other.root === word.root));
  return premise.told.some((each) => {
    const counts = countsOf(each);
    const own = counts.filter((other) => matchOf(number, other.number, premise) > 0);
    if (own.length !== 1 || own.some(({ scope }) => scope.length === 0 || has(scope))) return false;
    return counts.some(
      (other) =>
        !own.includes(other) &&
        other.scope.length > 0 &&
        isAlike(other.number, number) &&
        hasAll(other.scope),
    );
  });
}

const isAlike = (a: Word, b: Word): boolean => a.number?.isPercent === b.number?.isPercent;
