/** Compounds written as one word or two: "fine tuning" and "finetuning", "dataset" and "data set". */

import type { Synonym } from '../../index/lexical/lexical-index.ts';
import { isStopWord } from '../../text/stop-words.ts';
import type { SearchedWords } from '../searched-words.ts';

const MIN_PART_CHARS = 3;
const MIN_PAPERS = 2;
// A phrase of two more frequent words takes too long to look up.
const MAX_SHARE_OF_PAPERS = 0.15;
const MAX_SPLIT_CHARS = 20;

/** Synonyms for adjacent words that are also written as one, and for words that are also written as two. */
export async function compoundSynonyms(
  engine: SearchedWords,
  words: readonly string[],
  weight: number,
): Promise<Synonym[]> {
  const joined = words.slice(1).flatMap((second, i) => {
    const first = words[i] ?? '';
    return isPart(first) && isPart(second) ? [{ of: [first, second], term: first + second }] : [];
  });
  const split = words.flatMap((word) =>
    splitsOf(word).map(([first, second]) => ({ of: [word], first, second })),
  );
  const counts = await engine.lexical.documentFrequencies([
    ...joined.map(({ term }) => term),
    ...split.flatMap(({ first, second }) => [first, second]),
  ]);
  const most = MAX_SHARE_OF_PAPERS * engine.lexical.size;
  const parts = counts.slice(joined.length);
  return [
    ...joined.filter((_, i) => (counts[i] ?? 0) >= MIN_PAPERS),
    ...split
      .filter((_, i) => {
        const [first = 0, second = 0] = parts.slice(2 * i, 2 * i + 2);
        return Math.min(first, second) >= MIN_PAPERS && Math.min(first, second) <= most;
      })
      .map(({ of, first, second }) => ({ of, term: `${first} ${second}` })),
  ].map((synonym) => ({ ...synonym, weight }));
}

const isPart = (word: string): boolean =>
  word.length >= MIN_PART_CHARS && /^[a-z]+$/.test(word) && !isStopWord(word);

function splitsOf(word: string): [string, string][] {
  if (!/^[a-z]+$/.test(word) || word.length > MAX_SPLIT_CHARS) return [];
  const splits: [string, string][] = [];
  for (let at = MIN_PART_CHARS; at <= word.length - MIN_PART_CHARS - 1; at++) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (isPart(first) && isPart(second)) splits.push([first, second]);
  }
  return splits;
}
