/** Detects sentences that contradict the paper. */
import type { Analysis } from './analysis.ts';
import { comparisonOf } from './comparison.ts';
import { contrariesOf, isContraryWord, matchesOf, type Premise, type WordPlace } from './premise.ts';
import type { Word } from './word.ts';
import { isNearWord, isOwn, matchOf } from './word-match.ts';

/** Degree words, which mean nothing alone and modify the next word. */
const DEGREES = new Set('more less fewer same'.split(' '));
/** "More than 75%" bounds a number, and compares nothing. */
const isBound = (words: readonly Word[], at: number): boolean =>
  DEGREES.has(words[at]?.lower ?? '') &&
  words[at + 1]?.lower === 'than' &&
  words[at + 2]?.number !== undefined;
/** "More token-efficient" means fewer tokens. */
const isThrift = (words: readonly Word[], at: number): boolean =>
  DEGREES.has(words[at]?.lower ?? '') &&
  words
    .slice(at + 1, at + 4)
    .some(({ lower }) => /(?:^|-)(?:efficient|economical|frugal|compact)$/.test(lower));
/** "More uniform" grades an adjective; only another degree contradicts it. */
const isGrading = (words: readonly Word[], at: number): boolean =>
  DEGREES.has(words[at]?.lower ?? '') && /^(?:ADJ|ADV)$/.test(words[at + 1]?.pos ?? '');
/** A paper that removes something says what happens without it. */
const REMOVES = /^(?:remov|discard|drop|eliminat|ablat|omit|exclud|without|absent|absenc|delet|dispens)/;

/** "Usually" doesn't contradict "different". */
const FREQUENCY = new Set('usually often commonly typically generally normally frequently'.split(' '));
/** A contradiction needs a context more similar than any context of the word itself. */
const MARGIN = 0.1;
/** A negated antonym means only roughly the same. */
const TWICE = 0.3;
const MIN_CONTEXT = 0.25;
/** Words further away say less about a word's context. */
const DISTANCE_WEIGHTS = [1, 0.7, 0.5, 0.35, 0.25, 0.2];

export interface Contradiction {
  readonly word: string;
  readonly against: string;
}

interface Pair {
  readonly said: Word;
  readonly sentence: number;
  /** 1 if both agree, -1 if they contradict, 0 if unknown. */
  readonly sign: number;
  readonly closeness: number;
}

export function findContradiction(sentence: Analysis, premise: Premise): Contradiction | undefined {
  const words = sentence.words.filter((word, at) => isWeighed(word) && !isBound(sentence.words, at));
  for (const word of words) {
    const others = words.filter((other) => other !== word);
    // "What suits one may not suit another" says both.
    if (others.some((other) => other.root === word.root && other.polarity !== word.polarity)) continue;
    let [pro, contra] = [0, 0];
    let against = '';
    for (const pair of pairsOf(word, sentence.words, premise)) {
      const isAdjective = isGrading(sentence.words, word.at) && !DEGREES.has(pair.said.lower);
      // Two comparisons are compared as wholes: "less than" the other way round is "more than".
      const isCompared =
        DEGREES.has(word.lower) &&
        comparisonOf(sentence) !== undefined &&
        comparisonOf(premise.sentences[pair.sentence] as Analysis) !== undefined;
      if (pair.sign < 0 && (isCompared || isAdjective || isOpposed(word, pair.said, others, premise)))
        continue;
      const score = sharedContext(word, others, pair, premise) * pair.closeness;
      if (pair.sign >= 0) pro = Math.max(pro, score + 0.05);
      else if (score > contra && !isSaidElsewhere(pair.said, others, premise)) {
        contra = score;
        against = pair.said.text;
      }
    }
    if (contra >= MIN_CONTEXT && contra > pro + MARGIN) return { word: word.text, against };
  }
  return undefined;
}

/** "Though simple, it beats complex methods" has both antonyms. */
const isOpposed = (word: Word, said: Word, others: readonly Word[], premise: Premise): boolean =>
  said.root !== word.root &&
  others.some(
    (other) =>
      other.isContent &&
      isContraryWord(other, word, premise.thesaurus) &&
      (other.root === said.root || isNearWord(other, said, premise)),
  );

const isWeighed = (word: Word): boolean =>
  (word.isContent && !FREQUENCY.has(word.lower)) || DEGREES.has(word.lower);

/** "One wrong element spoils what is right" has both antonyms. */
const isSaidElsewhere = (said: Word, others: readonly Word[], premise: Premise): boolean =>
  others.some((other) => {
    if (other.polarity !== said.polarity) return false;
    // A word that the paper has itself is no synonym of another.
    return other.root === said.root || (!premise.byRoot.has(other.root) && isNearWord(other, said, premise));
  });

/** True unless an adjective of the paper describes a noun that the sentence lacks: "low-ID sequences". */
function isAboutSame(
  said: Word,
  words: readonly Word[],
  sentence: readonly Word[],
  premise: Premise,
): boolean {
  if (said.pos !== 'ADJ') return true;
  const next = words[said.at + 1]?.text === '-' ? words[said.at + 2] : words[said.at + 1];
  if (!next?.isContent || !/^(?:NOUN|PROPN)$/.test(next.pos)) return true;
  return sentence.some((word) => matchOf(word, next, premise) > 0);
}

function pairsOf(word: Word, sentenceWords: readonly Word[], premise: Premise): Pair[] {
  const pairs: Pair[] = [];
  const add = ({ word: said, sentence }: WordPlace, relation: 1 | -1, closeness: number): void => {
    const { words } = premise.sentences[sentence] as Analysis;
    if (isBound(words, said.at)) return;
    if (relation < 0 && !isAboutSame(said, words, sentenceWords, premise)) return;
    const isRemoved =
      relation === 1 &&
      word.polarity < 0 &&
      words
        .slice(Math.max(0, said.at - 4), said.at)
        .some(({ root, lower }) => REMOVES.test(root) || REMOVES.test(lower));
    const sign = isRemoved
      ? 0
      : relation * word.polarity * said.polarity * (isThrift(words, said.at) ? -1 : 1);
    const isTwice = relation < 0 && sign > 0;
    if (isWeighed(said)) pairs.push({ said, sentence, sign, closeness: isTwice ? TWICE : closeness });
  };
  for (const match of matchesOf(word, premise)) add(match, 1, match.closeness === 1 ? 1 : 0.8);
  const same = new Set(pairs.map(({ said }) => said));
  for (const place of contrariesOf(word, premise)) if (!same.has(place.word)) add(place, -1, 0.9);
  return pairs;
}

/** The similarity of two words' contexts, 0 to 1; near words weigh more. */
function sharedContext(
  word: Word,
  others: readonly Word[],
  { said, sentence }: Pair,
  premise: Premise,
): number {
  const around = others
    .filter((other) => !isOwn(other, premise))
    .sort((a, b) => distance(a, word) - distance(b, word))
    .slice(0, DISTANCE_WEIGHTS.length);
  if (around.length === 0) return 0;
  let [sum, all] = [0, 0];
  for (const [rank, other] of around.entries()) {
    const weight = DISTANCE_WEIGHTS[rank] ?? 0;
    let best = 0;
    for (const place of matchesOf(other, premise)) {
      if (place.sentence !== sentence || place.word === said || !place.word.isContent) continue;
      best = Math.max(best, place.closeness * (place.word.segment === said.segment ? 1 : 0.7));
    }
    sum += weight * best;
    all += weight;
  }
  return sum / all;
}

/** Distance between words; a comma or conjunction in between increases it. */
const distance = (a: Word, b: Word): number => Math.abs(a.at - b.at) + 3 * Math.abs(a.segment - b.segment);

/** True if something is negated that the paper neither negates nor has an antonym for. */
export function hasUnsupportedNegation(sentence: Analysis, premise: Premise): boolean {
  const negated = sentence.words.filter(({ polarity, isContent }) => polarity === -1 && isContent);
  if (negated.length === 0) return false;
  const pairs = negated.map((word) => {
    const all = pairsOf(word, sentence.words, premise);
    const exact = all.filter(({ said }) => said.root === word.root);
    return exact.length > 0 ? exact : all;
  });
  if (pairs.some((each) => each.some(({ sign }) => sign >= 0))) return false;
  if (pairs.some((each) => each.length > 0)) return true;
  // The paper has none of these words; it may negate a synonym, near some other word of the sentence.
  const around = sentence.words.filter((word) => word.isContent && !isOwn(word, premise));
  return !premise.sentences.some(({ words }) => {
    const isNegative = words.some(({ polarity, root }) => polarity < 1 || REMOVES.test(root));
    return isNegative && around.some((word) => words.some((other) => matchOf(word, other, premise) > 0));
  });
}
