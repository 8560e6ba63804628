/** Whether a sentence says the contrary of what the paper says in the same place. */
import type { Analysis, Word } from './analysis.ts';
import type { Premise } from './premise.ts';
import { isContraryWord, isNearWord, matchOf } from './word-match.ts';

/** Words of degree, which say nothing by themselves and turn what they stand before. */
const DEGREES = new Set('more less fewer few same many much little over under'.split(' '));
const MARGIN = 0.15;
/** So much of what stands around a word must be the same before its contrary counts. */
const MIN_CONTEXT = 0.34;

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
  const words = sentence.words.filter((word) => word.isContent || DEGREES.has(word.lower));
  for (const word of words) {
    const pairs = pairsOf(word, premise);
    if (pairs.length === 0) continue;
    const around = contextOf(word, sentence);
    let [pro, contra] = [0, 0];
    let against = '';
    for (const pair of pairs) {
      const score = sharedContext(around, pair, premise) * (0.6 + 0.4 * pair.closeness);
      if (pair.sign >= 0) pro = Math.max(pro, score + 0.05);
      else if (score > contra) {
        contra = score;
        against = pair.said.text;
      }
    }
    if (contra >= MIN_CONTEXT && contra > pro + MARGIN) return { word: word.text, against };
  }
  return undefined;
}

function pairsOf(word: Word, premise: Premise): Pair[] {
  const pairs: Pair[] = [];
  for (const [sentence, { words }] of premise.sentences.entries()) {
    for (const said of words) {
      if (!said.isContent && !DEGREES.has(said.lower)) continue;
      const same = [...word.roots].some((root) => said.roots.has(root));
      const isContrary = !same && isContraryWord(word, said, premise);
      if (!same && !isContrary && !isNearWord(word, said, premise)) continue;
      const sign = (isContrary ? -1 : 1) * word.polarity * said.polarity;
      pairs.push({ said, sentence, sign, closeness: same ? 1 : 0.7 });
    }
  }
  return pairs;
}

/** The other words of the same part of the sentence; of the whole one where the part says too little. */
function contextOf(word: Word, { words }: Analysis): Word[] {
  const others = words.filter((other) => other !== word && (other.isContent || other.number));
  const near = others.filter(({ segment }) => segment === word.segment);
  return near.length >= 2 ? near : others;
}

/** The share of these words that stand around what was said, 0 to 1. */
function sharedContext(around: readonly Word[], { said, sentence }: Pair, premise: Premise): number {
  if (around.length === 0) return 0;
  const words = premise.sentences[sentence]?.words ?? [];
  let sum = 0;
  for (const word of around) {
    let best = 0;
    for (const other of words) {
      if (other === said || !(other.isContent || other.number || premise.own.has(other.lower))) continue;
      const isNear = other.segment === said.segment;
      if (best < (isNear ? 1 : 0.6)) best = Math.max(best, matchOf(word, other, premise) * (isNear ? 1 : 0.6));
    }
    sum += best;
  }
  return sum / around.length;
}

/** Whether something is negated that the paper neither negates nor has a contrary for. */
export function hasUnsupportedNegation(sentence: Analysis, premise: Premise): boolean {
  const negated = sentence.words.filter(({ polarity, isContent }) => polarity === -1 && isContent);
  if (negated.length === 0) return false;
  const isBorne = negated.some((word) => pairsOf(word, premise).some(({ sign }) => sign >= 0));
  if (isBorne) return false;
  // Where none of these words stands in the paper, another word for the same may be negated.
  const isKnown = negated.some((word) => pairsOf(word, premise).length > 0);
  return isKnown || !premise.sentences.some(({ words }) => words.some(({ polarity }) => polarity === -1));
}
