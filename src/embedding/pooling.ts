/** Combines token vectors into one unit vector per text. */

import { addTo, toUnit } from '../lib/vector.ts';

export type Pooling = 'mean' | 'cls' | 'last_token';

/** A model's output for a batch. */
export interface TokenVectors {
  readonly data: Float32Array; // [texts x tokens x dims], row-major
  /** 1 for a token, 0 for padding, on either side. */
  readonly mask: ArrayLike<bigint>; // [texts x tokens]
  readonly texts: number;
  readonly tokens: number;
  readonly dims: number;
}

/** One unit vector [dims] per text. `skip` is the number of leading tokens to leave out of the mean. */
export function pool(vectors: TokenVectors, pooling: Pooling, skip = 0): Float32Array[] {
  const { data, mask, texts, tokens, dims } = vectors;
  return Array.from({ length: texts }, (_, text) => {
    const rows: number[] = [];
    for (let row = text * tokens; row < (text + 1) * tokens; row++) if (mask[row] === 1n) rows.push(row);
    const chosen = { mean: rows.slice(skip), cls: rows.slice(0, 1), last_token: rows.slice(-1) }[pooling];
    const sum = new Float32Array(dims);
    for (const row of chosen) addTo(sum, data.subarray(row * dims, (row + 1) * dims));
    return toUnit(sum);
  });
}
