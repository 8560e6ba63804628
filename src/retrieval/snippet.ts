/** Selects the sentence of an abstract that best shows why the paper matched. */

import type { Paper } from '../domain/paper.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { dot } from '../lib/vector.ts';
import { splitSentences } from '../text/sentences.ts';
import { wordsInOrder } from './lexical.ts';

// A sentence with the query's own words is easier to recognise than a merely similar one.
const WORD_SHARE = 0.3;
const MAX_SENTENCES = 24;

/**
 * For each paper the sentence nearest to the query in meaning and words, or undefined without an abstract. `query` is
 * the query's unit vector [dims].
 */
export async function selectSnippets(
  embedder: Embedder,
  query: Float32Array,
  words: readonly string[],
  papers: readonly Paper[],
): Promise<(string | undefined)[]> {
  const sentences = papers.map((paper) =>
    splitSentences(paper.abstract)
      .slice(0, MAX_SENTENCES)
      .map(({ text }) => text),
  );
  const vectors = await embedder.embed(sentences.flat(), 'passage');
  const asked = new Set(words);
  let next = 0;
  return sentences.map((ofPaper) => {
    let best: string | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const text of ofPaper) {
      const vector = vectors[next++];
      const held = new Set(wordsInOrder(text).filter((word) => asked.has(word))).size;
      const score = (vector ? dot(query, vector) : 0) + (WORD_SHARE * held) / Math.max(1, asked.size);
      if (score > bestScore) [best, bestScore] = [text, score];
    }
    return best;
  });
}
