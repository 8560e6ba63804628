/** Whether anything in the catalog fits the question at all. */
import type { DenseResult } from './dense.ts';
import type { LexicalResult } from './lexical.ts';

// Measured with the bundled model on 40 questions from other fields and 380 that have an answer. On the 119 bundled papers
// these two numbers part them all; on 75,000 papers, where chance finds something near to anything, they know 7 of 10.
const THRESHOLD_AT_119 = 0.55;
const RISE_PER_E_FOLD = 0.0625;

/**
 * Adds the best cosine and the share of the question's weight, in BM25, that one paper holds; both 0 to 1. The more papers
 * there are, the nearer the nearest comes by chance, so the sum has to be higher: by the logarithm of their number.
 */
export function isConfident(lexical: LexicalResult, dense: DenseResult, papers: number): boolean {
  const cosine = dense.hits[0]?.score ?? 0;
  const held = lexical.ceiling > 0 ? (lexical.hits[0]?.score ?? 0) / lexical.ceiling : 0;
  return cosine + held > THRESHOLD_AT_119 + RISE_PER_E_FOLD * Math.log(Math.max(1, papers) / 119);
}
