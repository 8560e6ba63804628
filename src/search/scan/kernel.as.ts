/**
 * The inner loop of the scan, in AssemblyScript: `npm run kernel` compiles it to kernel.wasm, which is committed. It
 * touches no memory but what its arguments point at; vector-rows.ts lays that out and says why no sum overflows.
 */

/**
 * Scores of `count` rows against the query, as float32 [count] at `scores`.
 * `query`: int16 [width]; `rows`: int8 [count x width], row-major; `scales`: float32 [count].
 * Width is a multiple of 16. Rows are taken by four: up to three beyond `count` are read, and their scores written.
 */
export function scan(
  query: usize,
  queryScale: f32,
  rows: usize,
  scales: usize,
  width: usize,
  count: usize,
  scores: usize,
): void {
  const factor = f32x4.splat(queryScale);
  const queryEnd = query + (width << 1);
  for (let row: usize = 0; row < count; row += 4) {
    // Four rows at once, so that each piece of the query is loaded once for all of them.
    let at0 = rows;
    let at1 = at0 + width;
    let at2 = at1 + width;
    let at3 = at2 + width;
    let sum0 = i32x4.splat(0);
    let sum1 = i32x4.splat(0);
    let sum2 = i32x4.splat(0);
    let sum3 = i32x4.splat(0);
    for (let q = query; q < queryEnd; q += 32) {
      const low = v128.load(q);
      const high = v128.load(q, 16);
      sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(low, v128.load8x8_s(at0)));
      sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(low, v128.load8x8_s(at1)));
      sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(low, v128.load8x8_s(at2)));
      sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(low, v128.load8x8_s(at3)));
      sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(high, v128.load8x8_s(at0, 8)));
      sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(high, v128.load8x8_s(at1, 8)));
      sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(high, v128.load8x8_s(at2, 8)));
      sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(high, v128.load8x8_s(at3, 8)));
      at0 += 16;
      at1 += 16;
      at2 += 16;
      at3 += 16;
    }
    // Transposed and added: the four lanes of each sum become one lane of `dots`, in row order.
    const first = i32x4.add(
      v128.shuffle<i32>(sum0, sum1, 0, 4, 2, 6),
      v128.shuffle<i32>(sum0, sum1, 1, 5, 3, 7),
    );
    const second = i32x4.add(
      v128.shuffle<i32>(sum2, sum3, 0, 4, 2, 6),
      v128.shuffle<i32>(sum2, sum3, 1, 5, 3, 7),
    );
    const dots = i32x4.add(
      v128.shuffle<i32>(first, second, 0, 1, 4, 5),
      v128.shuffle<i32>(first, second, 2, 3, 6, 7),
    );
    const rowScales = f32x4.mul(v128.load(scales), factor);
    v128.store(scores, f32x4.mul(f32x4.convert_i32x4_s(dots), rowScales));
    rows = at3;
    scales += 16;
    scores += 16;
  }
}
