/** Whether a sentence says the contrary of what the paper says in the same place. */
import type { Analysis } from './analysis.ts';
import { contrariesOf, matchesOf, type Premise, type WordPlace } from './premise.ts';
import type { Word } from './word.ts';
import { isNearWord, isOwn } from './word-match.ts';

/** Words of degree, which say nothing by themselves and turn what they stand before. */
const DEGREES = new Set('more less fewer same'.split(' '));
/** "Usually" is no contrary of "different". */
const FREQUENCY = new Set('usually often commonly typically generally normally frequently'.split(' '));
/** A contrary has to stand in a place that is more alike than any place of the word itself. */
const MARGIN = 0.1;
/** A contrary of what is negated says the same only roughly. */
const TWICE = 0.3;
const MIN_CONTEXT = 0.25;
/** What stands further off tells less of what a word is said of. */
const DISTANCE_WEIGHTS = [1, 0.7, 0.5, 0.35, 0.25, 0.2];

export interface Contradiction {
  readonly word: string;
  readonly against: string;
}

interface Pair {
  readonly said: Word;
  readonly sentence: number;
  /** 1 where both say the same, -1 for the contrary, 0 where that can't be told. */
  readonly sign: number;
  readonly closeness: number;
}

export function findContradiction(sentence: Analysis, premise: Premise): Contradiction | undefined {
  const words = sentence.words.filter(isWeighed);
  for (const word of words) {
    const others = words.filter((other) => other !== word);
    // "What suits one may not suit another" says both.
    if (others.some((other) => other.root === word.root && other.polarity !== word.polarity)) continue;
    let [pro, contra] = [0, 0];
    let against = '';
    for (const pair of pairsOf(word, premise)) {
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

const isWeighed = (word: Word): boolean =>
  (word.isContent && !FREQUENCY.has(word.lower)) || DEGREES.has(word.lower);

/** "One wrong element spoils what is right" has both sides of a pair of contraries. */
const isSaidElsewhere = (said: Word, others: readonly Word[], premise: Premise): boolean =>
  others.some((other) => {
    if (other.polarity !== said.polarity) return false;
    // A word that the paper has itself stands for no other.
    return other.root === said.root || (!premise.byRoot.has(other.root) && isNearWord(other, said, premise));
  });

function pairsOf(word: Word, premise: Premise): Pair[] {
  const pairs: Pair[] = [];
  const add = ({ word: said, sentence }: WordPlace, relation: 1 | -1, closeness: number): void => {
    const sign = relation * word.polarity * said.polarity;
    const isTwice = relation < 0 && sign > 0;
    if (isWeighed(said)) pairs.push({ said, sentence, sign, closeness: isTwice ? TWICE : closeness });
  };
  for (const match of matchesOf(word, premise)) add(match, 1, match.closeness === 1 ? 1 : 0.8);
  const same = new Set(pairs.map(({ said }) => said));
  for (const place of contrariesOf(word, premise)) if (!same.has(place.word)) add(place, -1, 0.9);
  return pairs;
}

/** The share of what stands around a word that stands around what was said, 0 to 1; what is near weighs more. */
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

/** Between words; a comma or a conjunction in between makes it longer. */
const distance = (a: Word, b: Word): number => Math.abs(a.at - b.at) + 3 * Math.abs(a.segment - b.segment);

/** Whether something is negated that the paper neither negates nor has a contrary for. */
export function hasUnsupportedNegation(sentence: Analysis, premise: Premise): boolean {
  const negated = sentence.words.filter(({ polarity, isContent }) => polarity === -1 && isContent);
  if (negated.length === 0) return false;
  const pairs = negated.map((word) => pairsOf(word, premise));
  if (pairs.some((each) => each.some(({ sign }) => sign >= 0))) return false;
  // Where none of these words stands in the paper, another word for the same may be negated.
  const isKnown = pairs.some((each) => each.length > 0);
  return isKnown || !premise.sentences.some(({ words }) => words.some(({ polarity }) => polarity === -1));
}
