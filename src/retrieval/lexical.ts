/** Lexical retrieval: BM25 over title and abstract. */

import { idf, K1 } from '../index/lexical/bm25.ts';
import type { SearchOptions } from '../index/lexical/lexical-index.ts';
import type { Scored } from '../index/scored.ts';
import type { SearchedWords } from './searched-words.ts';

export interface LexicalResult {
  /** Best first; the score is BM25. */
  readonly hits: readonly Scored[];
  /** The score of a paper with every query word at saturated frequency. */
  readonly ceiling: number;
  /** The idf of the rarest word; for a word that no paper has, about the logarithm of their number. */
  readonly rarest: number;
}

/** The distinct words of a text, lower-case, in order of appearance. */
export const queryTerms = (text: string): string[] => [...new Set(wordsInOrder(text))];

/** All words of a text, lower-case. */
export function wordsInOrder(text: string): string[] {
  // Nearly all papers are plain ASCII, for which this takes a third of the time.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

/** Finds papers with any of the words, or synonyms of them. */
export async function lexicalSearch(
  engine: Pick<SearchedWords, 'lexical'>,
  words: readonly string[],
  limit: number,
  options: SearchOptions = {},
): Promise<LexicalResult> {
  const papers = engine.lexical.size;
  const counts = await engine.lexical.documentFrequencies(words);
  const weights = counts.map((count) => idf(count, papers));
  return {
    hits: await engine.lexical.search(words, limit, options),
    ceiling: (K1 + 1) * weights.reduce((sum, weight) => sum + weight, 0),
    rarest: Math.max(0, ...weights),
  };
}
