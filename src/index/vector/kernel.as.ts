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
  for (let row: usize = 0; row < count; row += 4) {
    const dots = dotsOfFour(query, width, rows, rows + width, rows + 2 * width, rows + 3 * width);
    const rowScales = f32x4.mul(v128.load(scales), factor);
    v128.store(scores, f32x4.mul(f32x4.convert_i32x4_s(dots), rowScales));
    rows += width << 2;
    scales += 16;
    scores += 16;
  }
}

/**
 * Dot products of the query with `count` rows that lie anywhere, as int32 [count] at `dots`. `places`: uint32 [count],
 * the address of each row. Taken by four like those of `scan`: the places up to the next multiple of four are read too.
 */
export function dotsAt(query: usize, places: usize, width: usize, count: usize, dots: usize): void {
  for (let row: usize = 0; row < count; row += 4) {
    const four = dotsOfFour(
      query,
      width,
      load<u32>(places),
      load<u32>(places, 4),
      load<u32>(places, 8),
      load<u32>(places, 12),
    );
    v128.store(dots, four);
    places += 16;
    dots += 16;
  }
}

/** Four rows at once, so that each piece of the query is loaded once for all of them. */
function dotsOfFour(query: usize, width: usize, at0: usize, at1: usize, at2: usize, at3: usize): v128 {
  const queryEnd = query + (width << 1);
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
  // Transposed and added: the four lanes of each sum become one lane of the result, in row order.
  const first = i32x4.add(
    v128.shuffle<i32>(sum0, sum1, 0, 4, 2, 6),
    v128.shuffle<i32>(sum0, sum1, 1, 5, 3, 7),
  );
  const second = i32x4.add(
    v128.shuffle<i32>(sum2, sum3, 0, 4, 2, 6),
    v128.shuffle<i32>(sum2, sum3, 1, 5, 3, 7),
  );
  return i32x4.add(
    v128.shuffle<i32>(first, second, 0, 1, 4, 5),
    v128.shuffle<i32>(first, second, 2, 3, 6, 7),
  );
}

/**
 * The first pass: how well the signs of `count` rows agree with the query, as uint16 [count] at `scores`.
 * `tables`: uint8 [width / 4 x 16], what each sign pattern of four dimensions adds, at most 63 each; `signs`: one bit a
 * dimension, for each 16 rows uint8 [width / 8 x 16]. Width and count are multiples of 16.
 */
export function scanSigns(tables: usize, signs: usize, width: usize, count: usize, scores: usize): void {
  const nibble = i8x16.splat(15);
  const tablesEnd = tables + (width << 2);
  for (let row: usize = 0; row < count; row += 16) {
    let first = i16x8.splat(0);
    let last = i16x8.splat(0);
    for (let table = tables; table < tablesEnd; table += 64) {
      // A lane a row: its four sign bits choose one of the 16 bytes of their table. Four of at most 63 fit in a byte.
      const eight = v128.load(signs);
      const next = v128.load(signs, 16);
      const sums = i8x16.add(
        i8x16.add(
          i8x16.swizzle(v128.load(table), v128.and(eight, nibble)),
          i8x16.swizzle(v128.load(table, 16), v128.and(i16x8.shr_u(eight, 4), nibble)),
        ),
        i8x16.add(
          i8x16.swizzle(v128.load(table, 32), v128.and(next, nibble)),
          i8x16.swizzle(v128.load(table, 48), v128.and(i16x8.shr_u(next, 4), nibble)),
        ),
      );
      first = i16x8.add(first, i16x8.extend_low_i8x16_u(sums));
      last = i16x8.add(last, i16x8.extend_high_i8x16_u(sums));
      signs += 32;
    }
    v128.store(scores, first);
    v128.store(scores, last, 16);
    scores += 32;
  }
}

/**
 * Writes to `picked`, uint32 [count at most], which of `count` scores, uint16 [count] at `scores`, reach `line`: their
 * places, counted from `first`, in order. Returns how many. Scores up to the next multiple of eight are read too.
 */
export function pick(scores: usize, count: u32, line: u32, first: u32, picked: usize): u32 {
  const wanted = i16x8.splat(<i16>line);
  let next = picked;
  for (let place: u32 = 0; place < count; place += 8) {
    let reached = i16x8.bitmask(i16x8.ge_u(v128.load(scores), wanted));
    // Nearly always none of the eight does.
    while (reached !== 0) {
      const at = place + <u32>ctz(reached);
      if (at < count) {
        store<u32>(next, first + at);
        next += 4;
      }
      reached &= reached - 1;
    }
    scores += 16;
  }
  return <u32>((next - picked) >> 2);
}
