/** Marks the negated words of a sentence. */
import type { Word } from './word.ts';

/** Negate the verb or adjective after them. */
const VERBAL = new Set("not n't never cannot hardly barely scarcely nor".split(' '));
/** Negate the noun phrase after them. */
const NOMINAL = new Set('no without neither lack lacking absence free'.split(' '));
/** After these the verb decides if the noun is negated: "avoids a slowdown", "eliminates half of the gap". */
const REMOVING = new Set('avoid eliminate obviate prevent'.split(' '));
/** Verbs that negate their complement: "fails to converge", "refuses to answer". */
const FAILING = new Set('fail failure unable'.split(' '));
const LIGHT_VERBS = new Set(
  'be work have do need require use make take give provide offer include contain involve'.split(' '),
);
const STOPS = new Set(
  'but while whereas although though because which that who when if since unless yet'.split(' '),
);

/** Sets the polarity of each word; words come in sentence order. */
export function markNegation(words: Word[], isPremise: boolean): void {
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (isPseudo(words, at)) continue;
    if (word.lower === 'free' && words[at - 1]?.lower === '-') flip(words[at - 2]);
    else if (word.lower === 'non' && next?.lower === '-') flip(words[at + 2]);
    else if (word.lower === 'nor') {
      // A negation before it doesn't count twice.
      for (let i = at + 1; !isStop(words, i); i++) (words[i] as Word).polarity = 1;
      negateVerb(words, at);
    } else if (word.lower === 'unlike') weakenUntilComma(words, at);
    else if (isMissingSaid(words, at)) negateSubject(words, at - 1, weaken);
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
  // "Has not yet been explored"
  const isAfterNot = word.lower === 'yet' && /^(?:not|n't)$/.test(words[at - 1]?.lower ?? '');
  if (/^[;:()[\]—–.!?]$/.test(word.text) || (STOPS.has(word.lower) && !isAfterNot)) return true;
  return word.text === ',' && !/^(?:or|nor)$/.test(words[at + 1]?.lower ?? '');
};

/** "The data is not used": the subject of a passive light verb is negated. */
function negateVerb(words: Word[], from: number): void {
  const [verb, after] = [words[from + 1], words[from + 2]];
  const isPassive =
    verb !== undefined &&
    LIGHT_VERBS.has(verb.lemma) &&
    /(?:ed|en|ade)$/.test(verb.lower) &&
    words[from - 1]?.lemma === 'be';
  if (isPassive && (isStop(words, from + 2) || /^(?:ADP|SCONJ|ADV)$/.test(after?.pos ?? '')))
    negateSubject(words, from - 1);
  negateVerbPhrase(words, from);
}

function negateVerbPhrase(words: Word[], from: number): void {
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

/** "Without access to labels", "no need for training": the words after the preposition are negated too. */
const PASSING = new Set(
  'access need requirement reliance dependence dependency recourse resort use requirement'.split(' '),
);

function negateNoun(words: Word[], from: number, mark: (word: Word) => void = flip): void {
  let isDone = false;
  let count = 0;
  let last: Word | undefined;
  for (let at = from + 1; !isStop(words, at); at++) {
    const word = words[at] as Word;
    const startsClause =
      word.pos === 'CCONJ' &&
      (/^(?:VERB|AUX|PRON)$/.test(words[at + 1]?.pos ?? '') || VERBAL.has(words[at + 1]?.lower ?? ''));
    if (
      !isDone &&
      count > 0 &&
      (startsClause ||
        /^(?:AUX|PART)$/.test(word.pos) ||
        (word.pos === 'ADP' && word.lower !== 'of' && !PASSING.has(last?.lemma ?? '')))
    ) {
      // "No labels are needed": the verb is negated too.
      if (word.pos === 'AUX' && words[from]?.lower === 'no') negateVerb(words, at);
      isDone = true;
    }
    // "Without hurting the quality": the quality itself is not negated.
    if (count === 0 && word.pos === 'VERB' && /ing$/.test(word.lower) && !LIGHT_VERBS.has(word.lemma)) {
      negateVerb(words, from);
      return;
    }
    if (isDone) weaken(word);
    else if (word.isContent || LIGHT_VERBS.has(word.lemma) || PASSING.has(word.lemma)) {
      mark(word);
      last = word;
      if (word.isContent) count += 1;
    }
  }
}

/** "Retraining is avoided": the subject before the verb. */
function negateSubject(words: Word[], from: number, mark: (word: Word) => void = flip): void {
  for (let at = from - 1; at >= 0; at--) {
    const word = words[at] as Word;
    if (isStop(words, at) || word.pos === 'VERB') return;
    if (word.isContent) mark(word);
  }
}

/** "Unlike methods that rely on labels, …" says nothing of the paper's own work. */
function weakenUntilComma(words: readonly Word[], from: number): void {
  for (let at = from + 1; at < words.length && words[at]?.text !== ','; at++) weaken(words[at] as Word);
}

const MISSING =
  /^(?:incomplete|unclear|unknown|lacking|limited|missing|absent|scarce|insufficient|rare|unexplored|underexplored|understudied)$/;
/** "Our understanding remains incomplete" */
const isMissingSaid = (words: readonly Word[], at: number): boolean =>
  MISSING.test(words[at]?.lower ?? '') &&
  words.slice(Math.max(0, at - 2), at).some(({ lemma }) => lemma === 'be' || lemma === 'remain');

function weaken(word: Word): void {
  if (word.polarity === 1) word.polarity = 0;
}
