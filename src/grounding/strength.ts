/** Over-claims: a sentence that says "all", "only", "best" or "guarantees" although the paper doesn't. */
import type { Analysis } from './analysis.ts';
import type { Premise } from './premise.ts';
import type { Word } from './word.ts';
import { isOwn, matchOf } from './word-match.ts';

/** Superlative words by the kind of claim, which stands before the colon. */
const STRONG: Readonly<Record<string, RegExp>> = {
  all: /^(?:all|every|any|always|entire|entirely|whole|complete|completely|fully|full|everything|everyone|everybody|everywhere|throughout|universal|universally|total|totally|100|whatever)$/,
  only: /^(?:only|sole|solely|exclusive|exclusively|unique|uniquely|alone)$/,
  none: /^(?:never|nothing|nobody|none|zero|impossible)$/,
  best: /^(?:best|first|ever|most|highest|lowest|largest|smallest|fastest|strongest|top|leading|optimal|art|sota|unmatched|unrivalled|unbeatable|ultimate|greatest|winner|won|wins|\p{L}{3,}est)$/u,
  perfect:
    /^(?:perfect|perfectly|flawless|flawlessly|ideal|error-free|infallible|infallibly|indistinguishable|lossless|human-level|superhuman|exactly|exact|humanlike)$/,
  certain:
    /^(?:guarantee|guarantees|guaranteed|guaranteeing|prove|proves|proved|proven|proof|certain|certainly|certainty|doubt|definitively|definitely|surely|undoubtedly|conclusively|establishes|infallible|safely|reliably|provably)$/,
  solved:
    /^(?:solve|solves|solved|settle|settles|settled|obsolete|replaces|eliminates|eradicates|eradicate|cure|cures|revolutionizes|revolutionises|ends)$/,
};
const NOT_BEST =
  /^(?:test|latest|interest|request|forest|rest|modest|honest|suggest|contest|latest|earliest|manifest|invest|digest|harvest|west|quest|nearest|first-order)$/;

/** Quantifiers, and the words that bear them out in the paper if they stand beside the same thing. */
const QUANTIFIERS: readonly (readonly [said: RegExp, told: RegExp])[] = [
  [
    /^(?:all|every|any)$/,
    /^(?:all|every|any|each|always|entire|entirely|whole|complete|universal|universally|everywhere|throughout|both|across|individual|individually|\p{L}+ever)$/u,
  ],
  [
    /^(?:always|entirely|completely|fully)$/,
    /^(?:all|every|any|each|always|entire|entirely|whole|complete|completely|fully|full|universal|universally|consistently)$/,
  ],
  [/^only$/, /^(?:only|sole|solely|exclusive|exclusively|just|alone|unique)$/],
  [/^never$/, /^(?:never|no|not|without|n't)$/],
];
/** Words further from a quantifier are not what it is about. */
const REACH = 4;

/** True if a quantifier is about something that the paper doesn't quantify. */
export function hasUnsupportedQuantifier({ words }: Analysis, premise: Premise): boolean {
  return words.some((word, at) => {
    if (word.polarity !== 1 || isNotOnly(words, at)) return false;
    return QUANTIFIERS.some(([said, told]) => {
      if (!said.test(word.lower)) return false;
      const isDeterminer = /^(?:all|every|any)$/.test(word.lower);
      const after = words.slice(at + 1, at + 2 + REACH).filter(({ isContent }) => isContent);
      const before = words.slice(Math.max(0, at - REACH), at).filter(({ isContent }) => isContent);
      const about = [...after.slice(0, 2), ...(isDeterminer ? [] : before)];
      return !premise.sentences.some((sentence) =>
        sentence.words.some(
          ({ lower }, i) =>
            told.test(lower) &&
            !isNotOnly(sentence.words, i) &&
            sentence.words
              .slice(Math.max(0, i - REACH), i + 2 + REACH)
              .some((other) => other.isContent && about.some((each) => matchOf(each, other, premise) > 0)),
        ),
      );
    });
  });
}

const isNotOnly = (words: readonly Word[], at: number): boolean =>
  words[at]?.lower === 'only' && words[at - 1]?.lower === 'not';

export function hasOverclaim(sentence: Analysis, premise: Premise): boolean {
  return sentence.words.some((word, at) => {
    if (word.polarity !== 1 || isAfterNegator(sentence.words, at) || isHarmless(sentence.words, at))
      return false;
    return Object.values(STRONG).some(
      (strong) => isStrong(word, strong) && !isBorne(word, strong, sentence, premise),
    );
  });
}

const isStrong = ({ lower }: Word, strong: RegExp): boolean => strong.test(lower) && !NOT_BEST.test(lower);

/** "First" and "most" are superlatives only beside an article or an adjective. */
function isHarmless(words: readonly Word[], at: number): boolean {
  const [before, word, after] = [words[at - 1], words[at], words[at + 1]];
  if (word?.lower === 'first') return !(before?.pos === 'DET' || before?.pos === 'PRON');
  if (word?.lower === 'most')
    return !(before?.lower === 'the' || after?.pos === 'ADJ') || after?.lower === 'of';
  return false;
}

function isAfterNegator(words: readonly Word[], at: number): boolean {
  return words
    .slice(Math.max(0, at - 3), at)
    .some(({ lower }) => /^(?:not|n't|without|no|neither|never)$/.test(lower));
}

/** True if the paper claims as much about the same thing: in a sentence that shares words with this one. */
function isBorne(word: Word, strong: RegExp, sentence: Analysis, premise: Premise): boolean {
  const around = sentence.words.filter((other) => other !== word && other.isContent);
  return premise.sentences.some(({ words }) => {
    if (!words.some((other) => isStrong(other, strong) || matchOf(word, other, premise) === 1)) return false;
    const shared = around.filter((each) =>
      words.some((other) => (other.isContent || isOwn(other, premise)) && matchOf(each, other, premise) > 0),
    );
    return shared.length >= Math.min(2, around.length);
  });
}
