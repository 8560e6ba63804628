/** Whether anything in the catalog fits a question at all. */
import { MAX_RANKED } from './match.ts';
import type { Retrieved } from './retrieve.ts';

// The nearest hundredth of the papers, within bounds: one stray paper moves their mean little.
const NEAREST_SHARE = 0.01;
const MIN_NEAREST = 10;
const HELD_SHARE = 0.5;
const LENGTH_SHARE = 0.15;
const RARITY_SHARE = 0.027;

/**
 * How well the best papers suit the question: a number to be held against the catalog's line (calibration.ts). It sums the
 * mean cosine of the nearest papers; the share of the question's weight, in BM25, that one paper holds; a little for
 * each word asked, since of a long question even the right paper holds only a part; and takes off for a word that hardly
 * any paper has. The sum with the fewest mistakes of 50 tried at 119 to 75,000 papers: docs/search.md.
 */
export function suitability(
  { words, lexical, dense }: Pick<Retrieved, 'words' | 'lexical' | 'dense'>,
  papers: number,
): number {
  const count = Math.min(MAX_RANKED, Math.max(MIN_NEAREST, Math.round(papers * NEAREST_SHARE)));
  const nearest = dense.hits.slice(0, count);
  const cosine = nearest.reduce((sum, { score }) => sum + score, 0) / Math.max(1, nearest.length);
  const held = lexical.ceiling > 0 ? (lexical.hits[0]?.score ?? 0) / lexical.ceiling : 0;
  const length = Math.log(Math.max(1, words.length));
  return cosine + HELD_SHARE * held + LENGTH_SHARE * length - RARITY_SHARE * lexical.rarest;
}
