/**
 * A fast way through a static model: one vector a word piece, averaged. What transformers.js does for each text, finding
 * its word pieces, is done here once for each different word; the words of papers repeat.
 */
import { LRUCache } from 'lru-cache';

/** A model without layers: the vector of a word piece is the same wherever it stands. */
export interface StaticModel {
  readonly dims: number;
  readonly table: Float32Array; // [pieces x dims], row-major
  /** The word pieces of a text; those of a text are those of its words, one after another. */
  pieces(text: string): readonly number[];
}

// A few megabytes; a word looked up anew costs some 20 microseconds.
const MAX_CACHED_WORDS = 50_000;
// Longer "words" are damage, and rarely come twice.
const MAX_CACHED_CHARS = 40;

/** The same vectors as mean pooling over the model's output gives, of unit length; zeros for a text without a piece. */
export function createStaticEmbed({ dims, table, pieces }: StaticModel): (text: string) => Float32Array {
  const known = new LRUCache<string, readonly number[]>({ max: MAX_CACHED_WORDS });

  const piecesOf = (word: string): readonly number[] => {
    const cached = known.get(word);
    if (cached) return cached;
    const found = pieces(word);
    if (word.length <= MAX_CACHED_CHARS) known.set(word, found);
    return found;
  };

  return (text) => {
    const vector = new Float32Array(dims);
    for (const word of text.split(/\s+/)) {
      if (word === '') continue;
      for (const piece of piecesOf(word)) {
        const row = piece * dims;
        for (let i = 0; i < dims; i++) vector[i] = (vector[i] as number) + (table[row + i] as number);
      }
    }
    // Not Math.hypot, which takes ten times as long.
    let squares = 0;
    for (const component of vector) squares += component * component;
    const length = Math.sqrt(squares);
    if (length > 0) for (let i = 0; i < dims; i++) vector[i] = (vector[i] as number) / length;
    return vector;
  };
}
