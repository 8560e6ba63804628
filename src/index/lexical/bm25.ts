/** The numbers of BM25, as FTS5 has them: https://sqlite.org/fts5.html#the_bm25_function. */

/** How fast more of the same word stops counting; a word is worth at most K1 + 1 times its weight. */
export const K1 = 1.2;
/** How much a long text counts against itself, from 0 to 1. */
const B = 0.75;
/** FTS5's floor for the weight of a word that half of all papers hold. */
export const MIN_WEIGHT = 1e-6;

/** Robertson and Spärck Jones' weight of a word that `count` of the papers hold, never below `floor`. */
export const idf = (count: number, papers: number, floor = 0): number =>
  Math.max(floor, Math.log((papers - count + 0.5) / (count + 0.5)));

/**
 * What is added to a word's frequency below the line, for each of the first `count` texts [texts]: K1 in one of mean
 * length, more in a longer one, in which a word stands more often by chance.
 */
export function lengthNorms(lengths: Uint32Array, count: number, meanLength: number): Float32Array {
  const norms = new Float32Array(count);
  const perWord = meanLength > 0 ? (K1 * B) / meanLength : 0;
  for (let i = 0; i < count; i++) norms[i] = K1 * (1 - B) + perWord * (lengths[i] as number);
  return norms;
}
