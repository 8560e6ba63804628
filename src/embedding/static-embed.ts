/**
 * A fast way through a static model: one vector a word piece, averaged. What transformers.js does for each text, finding
 * its word pieces, is done here once for each different word; the words of papers repeat.
 */

/** A model without layers: the vector of a word piece is the same wherever it stands. */
export interface StaticModel {
  readonly dims: number;
  readonly table: Float32Array; // [pieces x dims], row-major
  /** The word pieces of a text: those of its words and of the ASCII punctuation in them, one after another. */
  pieces(text: string): readonly number[];
}

// A few megabytes; a word looked up anew costs some 20 microseconds.
const MAX_CACHED_WORDS = 50_000;
// Longer "words" are damage, and rarely come twice.
const MAX_CACHED_CHARS = 40;
// A word is looked up by its parts, so that "models", "(models" and "models." are found once.
const PARTS = /[!-/:-@[-`{-~]|[^!-/:-@[-`{-~]+/g;
// What may hold a special token such as [MASK] is one whole.
const MAY_BE_SPECIAL = /[[<]/;

/** The same vectors as mean pooling over the model's output gives, of unit length; zeros for a text without a piece. */
export function createStaticEmbed({ dims, table, pieces }: StaticModel): (text: string) => Float32Array {
  const known = new Map<string, readonly number[]>();

  const piecesOf = (word: string): readonly number[] => {
    const cached = known.get(word);
    if (cached) return cached;
    const parts = MAY_BE_SPECIAL.test(word) ? [] : (word.match(PARTS) ?? []);
    const found = parts.length > 1 ? parts.flatMap(piecesOf) : pieces(word);
    // Begun anew when full: keeping the words last used costs more on each word than finding the common ones again.
    if (known.size >= MAX_CACHED_WORDS) known.clear();
    if (word.length <= MAX_CACHED_CHARS) known.set(word, found);
    return found;
  };

  return (text) => {
    // Loops, here and below: an answer embeds every sentence of the papers it shows, and `from` with a function alone
    // takes longer than adding the rows.
    const rows: number[] = [];
    for (const word of text.split(/\s+/)) {
      if (word !== '') for (const piece of piecesOf(word)) rows.push(piece * dims);
    }
    const sums = addRows(table, rows, dims);
    let squares = 0;
    for (let i = 0; i < dims; i++) squares += (sums[i] as number) * (sums[i] as number);
    const length = Math.sqrt(squares);
    const vector = new Float32Array(dims);
    if (length > 0) for (let i = 0; i < dims; i++) vector[i] = (sums[i] as number) / length;
    return vector;
  };
}

/** The sum of the rows of a table that start at `starts` -> [dims]. */
function addRows(table: Float32Array, starts: readonly number[], dims: number): Float64Array {
  const sums = new Float64Array(dims);
  let next = 0;
  // Four at once, which takes less than half the time of one by one: the sums are read and written a quarter as often.
  for (; next + 4 <= starts.length; next += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [starts[next], starts[next + 1], starts[next + 2], starts[next + 3]];
    for (let i = 0; i < dims; i++) {
      sums[i] =
        (sums[i] as number) +
        (table[a + i] as number) +
        (table[b + i] as number) +
        (table[c + i] as number) +
        (table[d + i] as number);
    }
  }
  for (; next < starts.length; next++) {
    const a = starts[next] as number;
    for (let i = 0; i < dims; i++) sums[i] = (sums[i] as number) + (table[a + i] as number);
  }
  return sums;
}
