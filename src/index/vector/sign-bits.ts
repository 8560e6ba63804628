/**
 * The first pass of the scan. It uses only the signs of each vector, one bit a component, but the full query. Four
 * signs at a time index a table of their contribution to the query's dot product.
 */

const TABLE_BYTES = 16;
const TABLE_DIMS = 4;
// The largest value whose sum of four fits in a byte, as the kernel adds them.
const MAX_ENTRY = 63;
const MAX_SUM = 2 ** 16 - 1;

/** One bit per component of values [dims], 1 if positive -> [dims / 8, rounded up], the first in the lowest bit. */
export function signBits(values: Int8Array): Uint8Array {
  const signs = new Uint8Array(Math.ceil(values.length / 8));
  for (let i = 0; i < values.length; i++) {
    if ((values[i] as number) > 0) signs[i >> 3] = (signs[i >> 3] as number) | (1 << (i & 7));
  }
  return signs;
}

/**
 * Fills `tables` [width / 4 x 16] for a query [dims up to width]. Entry m of a table is the sum of the query's
 * components at the bits of m. That is half of the signs' contribution, +1 and -1 each, plus a constant, so rows keep
 * their order. Each table counts from its own minimum, all in the same step.
 */
export function fillSignTables(tables: Uint8Array, query: Float32Array): void {
  const count = tables.length / TABLE_BYTES;
  const component = (table: number, bit: number): number => query[table * TABLE_DIMS + bit] ?? 0;
  let widest = 0;
  for (let table = 0; table < count; table++) {
    let range = 0;
    for (let bit = 0; bit < TABLE_DIMS; bit++) range += Math.abs(component(table, bit));
    widest = Math.max(widest, range);
  }
  const step = widest / Math.min(MAX_ENTRY, Math.floor(MAX_SUM / count)) || 1;
  for (let table = 0; table < count; table++) {
    for (let signs = 0; signs < TABLE_BYTES; signs++) {
      // Relative to the minimum, a component counts if its sign is the row's.
      let sum = 0;
      for (let bit = 0; bit < TABLE_DIMS; bit++) {
        const own = component(table, bit);
        if (own > 0 === (signs >> bit) % 2 > 0) sum += Math.abs(own);
      }
      tables[table * TABLE_BYTES + signs] = Math.round(sum / step);
    }
  }
}
