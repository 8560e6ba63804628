/** Proximity ranking: checks if the query's adjacent words are near each other in the paper too. */

import { idf } from '../index/lexical/bm25.ts';
import type { Scored } from '../index/scored.ts';
import { isStopWord } from '../text/stop-words.ts';
import { wordsInOrder } from './lexical.ts';
import type { SearchedWords } from './searched-words.ts';

// "image restoration" also matches "image and video restoration".
const WORDS_BETWEEN = 2;
const MAX_WORDS = 200;

/** Reranks the best `depth` papers by their share of the query's adjacent pairs, near each other and in order. */
export async function rankByProximity(
  engine: Pick<SearchedWords, 'lexical'>,
  question: string,
  ranked: readonly Scored[],
  { weight, depth }: { readonly weight: number; readonly depth: number },
): Promise<Scored[]> {
  const words = wordsInOrder(question).slice(0, MAX_WORDS);
  const papers = engine.lexical.size;
  const weights = (await engine.lexical.documentFrequencies(words)).map((count) => idf(count, papers));
  const pairs = adjacentPairs(words, weights);
  if (pairs.length === 0) return [...ranked];
  const best = ranked.slice(0, depth);
  const places = await engine.lexical.positions(
    words,
    best.map(({ paperId }) => paperId),
  );
  const full = 1 + weight;
  const rankedAnew = best
    .map(({ paperId, score }, i) => ({
      paperId,
      score: (score + weight * adjacentShare(pairs, places[i] ?? [])) / full,
    }))
    // A stable sort keeps the order of equal scores.
    .sort((a, b) => b.score - a.score);
  const others = ranked.slice(depth).map(({ paperId, score }) => ({ paperId, score: score / full }));
  return [...rankedAnew, ...others];
}

/** Two query words with only stop words between them, by position. */
export interface TermPair {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

/** Adjacent pairs of content words; each weighs as much as its two words, [words]. */
export function adjacentPairs(words: readonly string[], weights: readonly number[]): TermPair[] {
  const telling = [...words.keys()].filter((at) => !isStopWord(words[at] ?? ''));
  return telling.slice(1).flatMap((second, i) => {
    const first = telling[i] ?? 0;
    const weight = (weights[first] ?? 0) + (weights[second] ?? 0);
    return words[first] !== words[second] && weight > 0 ? [{ first, second, weight }] : [];
  });
}

/**
 * The share of the pairs, by weight, in a text with these positions `places` [words]: in order, with at most two more
 * words between them than in the query.
 */
export function adjacentShare(pairs: readonly TermPair[], places: readonly (readonly number[])[]): number {
  let held = 0;
  let all = 0;
  for (const { first, second, weight } of pairs) {
    all += weight;
    const widest = second - first + WORDS_BETWEEN;
    const after = places[second] ?? [];
    const isHeld = (places[first] ?? []).some((place) =>
      after.some((other) => other > place && other - place <= widest),
    );
    if (isHeld) held += weight;
  }
  return all > 0 ? held / all : 0;
}
