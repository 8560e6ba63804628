/** Which words of a sentence are negated. */
import type { Word } from './word.ts';

/** Negate the verb or adjective after them. */
const VERBAL = new Set("not n't never cannot hardly barely scarcely nor".split(' '));
/** Negate the noun phrase after them. */
const NOMINAL = new Set('no without neither lack lacking absence free'.split(' '));
/** After these it depends on the verb whether the noun is there: "avoids a slowdown", "eliminates half of the gap". */
const REMOVING = new Set('avoid eliminate obviate prevent'.split(' '));
/** Verbs that negate what they are said of: "fails to converge", "refuses to answer". */
const FAILING = new Set('fail failure unable'.split(' '));
const LIGHT_VERBS = new Set(
  'be work have do need require use make take give provide offer include contain involve'.split(' '),
);
const STOPS = new Set(
  'but while whereas although though because which that who when if since unless yet'.split(' '),
);

/** Sets the polarity of each word; words come in the order of their sentence. */
export function markNegation(words: Word[], isPremise: boolean): void {
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (isPseudo(words, at)) continue;
    if (word.lower === 'free' && words[at - 1]?.lower === '-') flip(words[at - 2]);
    else if (word.lower === 'non' && next?.lower === '-') flip(words[at + 2]);
    else if (VERBAL.has(word.lower)) negateVerb(words, at);
    else if (/^(?:rather|instead)$/.test(word.lower) && /^(?:than|of)$/.test(next?.lower ?? ''))
      negateNoun(words, at + 1, isPremise ? flip : weaken);
    else if (NOMINAL.has(word.lower) || NOMINAL.has(word.lemma)) {
      if (word.lower === 'free' && next?.lower !== 'of' && next?.lower !== 'from') continue;
      if (isPassive(words, at)) negateSubject(words, at);
      else negateNoun(words, at);
    } else if (REMOVING.has(word.lemma)) {
      if (isPassive(words, at)) negateSubject(words, at, weaken);
      else negateNoun(words, at, weaken);
    } else if (FAILING.has(word.lemma)) negateVerb(words, at);
  }
}

function isPseudo(words: readonly Word[], at: number): boolean {
  const word = words[at]?.lower ?? '';
  const next = words[at + 1]?.lower ?? '';
  if (word === 'not' && /^(?:only|just|merely|simply|necessarily)$/.test(next)) return true;
  if (word === 'not' && words[at - 1]?.lower === 'or') return true;
  return (
    word === 'no' &&
    /^(?:less|fewer|later|longer|more|matter)$/.test(next) &&
    next !== 'longer' &&
    words[at + 2]?.lower === 'than'
  );
}

const isPassive = (words: readonly Word[], at: number): boolean =>
  /ed$/.test(words[at]?.lower ?? '') &&
  words.slice(Math.max(0, at - 3), at).some(({ lemma, pos }) => lemma === 'be' && pos === 'AUX');

function flip(word: Word | undefined): void {
  if (word) word.polarity = word.polarity === -1 ? 1 : -1;
}

const isStop = (words: readonly Word[], at: number): boolean => {
  const word = words[at];
  if (!word) return true;
  if (/^[;:()[\]—–.!?]$/.test(word.text) || STOPS.has(word.lower)) return true;
  return word.text === ',' && !/^(?:or|nor)$/.test(words[at + 1]?.lower ?? '');
};

function negateVerb(words: Word[], from: number): void {
  let isFound = false;
  let isDone = false;
  for (let at = from + 1; !isStop(words, at); at++) {
    const word = words[at] as Word;
    if (isDone) {
      weaken(word);
      continue;
    }
    if (LIGHT_VERBS.has(word.lemma)) {
      flip(word);
      continue;
    }
    if ((word.isContent && word.pos !== 'ADV') || word.pos === 'VERB') {
      flip(word);
      isFound = true;
      // The adjectives before a noun are negated with it.
      if (word.pos !== 'ADJ' || /^(?:ADP|PUNCT|CCONJ|SCONJ)$/.test(words[at + 1]?.pos ?? 'PUNCT'))
        isDone = true;
    } else if (word.isContent) flip(word);
    else if (isFound && word.pos === 'ADP') isDone = true;
  }
}

function negateNoun(words: Word[], from: number, mark: (word: Word) => void = flip): void {
  let isDone = false;
  let count = 0;
  for (let at = from + 1; !isStop(words, at); at++) {
    const word = words[at] as Word;
    const startsClause =
      word.pos === 'CCONJ' &&
      (/^(?:VERB|AUX|PRON)$/.test(words[at + 1]?.pos ?? '') || VERBAL.has(words[at + 1]?.lower ?? ''));
    if (
      !isDone &&
      count > 0 &&
      (startsClause || /^(?:AUX|PART)$/.test(word.pos) || (word.pos === 'ADP' && word.lower !== 'of'))
    ) {
      // "No labels are needed": the verb is negated as well.
      if (word.pos === 'AUX' && words[from]?.lower === 'no') negateVerb(words, at);
      isDone = true;
    }
    // "Without hurting the quality": the quality itself is there.
    if (count === 0 && word.pos === 'VERB' && /ing$/.test(word.lower) && !LIGHT_VERBS.has(word.lemma)) {
      negateVerb(words, from);
      return;
    }
    if (isDone) weaken(word);
    else if (word.isContent || LIGHT_VERBS.has(word.lemma)) {
      mark(word);
      if (word.isContent) count += 1;
    }
  }
}

/** "Retraining is avoided": what stands before the verb. */
function negateSubject(words: Word[], from: number, mark: (word: Word) => void = flip): void {
  for (let at = from - 1; at >= 0; at--) {
    const word = words[at] as Word;
    if (isStop(words, at) || word.pos === 'VERB') return;
    if (word.isContent) mark(word);
  }
}

function weaken(word: Word): void {
  if (word.polarity === 1) word.polarity = 0;
}
