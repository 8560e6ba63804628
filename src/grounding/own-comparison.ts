/** Finds comparisons that the paper's own work loses, where the paper tells of winning them. */
import type { Analysis } from './analysis.ts';
import { contrariesOf, type Premise } from './premise.ts';
import type { Word } from './word.ts';
import { isOwn, matchOf } from './word-match.ts';

const MARKER = /^(?:than|compared|relative|over|versus|vs)$/;
const DEGREE =
  /^(?:more|less|fewer|better|superior|lower|higher|faster|cheaper|smaller|larger|stronger|lowers?|reduces?|saves?|improves?|beats?|wins?|gains?|increases?)$/;
const MAX_OPPONENT_WORDS = 4;

/**
 * True if something is better than the paper's own work, which the paper says of its work instead: "baselines use fewer
 * tokens than X".
 */
export function hasOwnOutdone(sentence: Analysis, premise: Premise): boolean {
  const { words } = sentence;
  const marker = words.findIndex(
    (word, at) =>
      MARKER.test(word.lower) && isOwnPhrase(words.slice(at + 1, at + 1 + MAX_OPPONENT_WORDS), premise),
  );
  if (marker < 1) return false;
  const degree = words.slice(0, marker).find((word) => isDegree(word));
  if (!degree || words.slice(0, words.indexOf(degree)).some((word) => isOwn(word, premise))) return false;
  // "Baselines need more memory than X" is what "X needs less" says.
  const isTurned = premise.told.some(({ words: told }) =>
    told.some(
      (word) => isDegree(word) && contrariesOf(degree, premise).some(({ word: other }) => other === word),
    ),
  );
  const isSame = premise.told.some(({ words: told }) =>
    told.some((word) => matchOf(word, degree, premise) > 0),
  );
  if (isTurned && !isSame) return false;
  return !premise.told.some(({ words: told }) =>
    told.some(
      (word, at) =>
        MARKER.test(word.lower) && isOwnPhrase(told.slice(at + 1, at + 1 + MAX_OPPONENT_WORDS), premise),
    ),
  );
}

const isDegree = ({ lower, pos }: Word): boolean =>
  DEGREE.test(lower) || (/^\p{L}{3,}er$/u.test(lower) && (pos === 'ADJ' || pos === 'ADV'));

function isOwnPhrase(words: readonly Word[], premise: Premise): boolean {
  const end = words.findIndex(({ text, pos }) => /^[,;:.]$/.test(text) || pos === 'VERB');
  const phrase = end < 0 ? words : words.slice(0, end);
  const first = phrase.find((word) => word.isContent || isOwn(word, premise));
  return first !== undefined && (premise.names.has(first.root) || (isOwn(first, premise) && !isOther(first)));
}

const isOther = ({ lower }: Word): boolean => /^(?:this|it|its|author|we|our)$/.test(lower);
