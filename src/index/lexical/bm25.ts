/** BM25's formulas, as in FTS5: https://sqlite.org/fts5.html#the_bm25_function. */

/** Saturation of term frequency; a word is worth at most K1 + 1 times its idf. */
export const K1 = 1.2;
/** Length normalisation, from 0 (none) to 1 (full). */
const B = 0.75;
/** FTS5's minimum for the idf of a word that half of all papers have. */
export const MIN_WEIGHT = 1e-6;

/** Robertson and Spärck Jones' idf of a word that `count` of the papers have, never below `floor`. */
export const idf = (count: number, papers: number, floor = 0): number =>
  Math.max(floor, Math.log((papers - count + 0.5) / (count + 0.5)));

/**
 * The BM25 denominator's length term for each of the first `count` texts [texts]: K1 for one of mean length, more for a
 * longer one, which repeats words by chance.
 */
export function lengthNorms(lengths: Uint32Array, count: number, meanLength: number): Float32Array {
  const norms = new Float32Array(count);
  const perWord = meanLength > 0 ? (K1 * B) / meanLength : 0;
  for (let i = 0; i < count; i++) norms[i] = K1 * (1 - B) + perWord * (lengths[i] as number);
  return norms;
}
