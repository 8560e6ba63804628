/** Whether anything in the catalog fits a question at all. */
import type { Retrieved } from './retrieve.ts';

const NEAREST = 10;
const HELD_SHARE = 0.5;
const LENGTH_SHARE = 0.06;

/**
 * How well the best papers fit, by itself a number without a meaning: the mean cosine of the ten nearest papers, which one
 * stray paper moves little; the share of the question's weight, in BM25, that one paper holds; and a little for each
 * word asked, since of a long question even the right paper holds only a part. Chosen among seven such sums for the
 * fewest mistakes at 119, 2,000, 10,000 and 75,000 papers: docs/search.md.
 */
export function fit({ words, lexical, dense }: Pick<Retrieved, 'words' | 'lexical' | 'dense'>): number {
  const nearest = dense.hits.slice(0, NEAREST);
  const cosine = nearest.reduce((sum, { score }) => sum + score, 0) / Math.max(1, nearest.length);
  const held = lexical.ceiling > 0 ? (lexical.hits[0]?.score ?? 0) / lexical.ceiling : 0;
  return cosine + HELD_SHARE * held + LENGTH_SHARE * Math.log(Math.max(1, words.length));
}
