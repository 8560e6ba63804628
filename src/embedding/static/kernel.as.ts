/**
 * Sums the rows of a static model's table, in AssemblyScript. `npm run kernel` compiles it to kernel.wasm, which is
 * committed. It touches only the memory that its arguments point at; token-table.ts defines the layout.
 */

/**
 * Adds rows of the table to `sums`, float32 [width]. `pieces`: uint32 [count], row numbers; `scales`: float32 [tokens
 * in the table]; `rows`: int16 [tokens in the table x width], row-major. Width is a multiple of 32.
 */
export function addRows(
  pieces: usize,
  count: usize,
  scales: usize,
  rows: usize,
  width: usize,
  sums: usize,
): void {
  const piecesEnd = pieces + (count << 2);
  for (let start: usize = 0; start < width; start += 32) {
    // One sum per available register, so that none is written back between two rows.
    const sum = sums + (start << 2);
    let sum0 = v128.load(sum);
    let sum1 = v128.load(sum, 16);
    let sum2 = v128.load(sum, 32);
    let sum3 = v128.load(sum, 48);
    let sum4 = v128.load(sum, 64);
    let sum5 = v128.load(sum, 80);
    let sum6 = v128.load(sum, 96);
    let sum7 = v128.load(sum, 112);
    for (let next = pieces; next < piecesEnd; next += 4) {
      const piece: usize = load<u32>(next);
      const scale = v128.load32_splat(scales + (piece << 2));
      const row = rows + ((piece * width + start) << 1);
      sum0 = f32x4.add(sum0, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row))));
      sum1 = f32x4.add(sum1, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row, 8))));
      sum2 = f32x4.add(sum2, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row, 16))));
      sum3 = f32x4.add(sum3, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row, 24))));
      sum4 = f32x4.add(sum4, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row, 32))));
      sum5 = f32x4.add(sum5, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row, 40))));
      sum6 = f32x4.add(sum6, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row, 48))));
      sum7 = f32x4.add(sum7, f32x4.mul(scale, f32x4.convert_i32x4_s(v128.load16x4_s(row, 56))));
    }
    v128.store(sum, sum0);
    v128.store(sum, sum1, 16);
    v128.store(sum, sum2, 32);
    v128.store(sum, sum3, 48);
    v128.store(sum, sum4, 64);
    v128.store(sum, sum5, 80);
    v128.store(sum, sum6, 96);
    v128.store(sum, sum7, 112);
  }
}
