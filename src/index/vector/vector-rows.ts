/** Rows of int8 vectors in the memory of a WebAssembly kernel that scores them against a query. */
import { loadKernel } from '../../lib/wasm.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';
import { fillSignTables, signBits } from './sign-bits.ts';

export interface VectorRows {
  readonly size: number;
  /**
   * Stores a vector, int8 [dims] with its scale, in an existing row or the next; throws a RangeError if memory is full.
   */
  write(row: number, values: Int8Array, scale: number): void;
  /** Removes a row; the last one takes its place, so that there are no gaps. */
  remove(row: number): void;
  /** The vector of a row, [dims]. */
  read(row: number): Float32Array;
  /** Dot products of the query [dims] with all rows -> [size]. */
  scan(query: Float32Array): Float32Array;
  /** Dot products of the query [dims] with these rows -> [rows.length]; the same numbers as from `scan`. */
  scanRows(query: Float32Array, rows: Uint32Array): Float32Array;
  /**
   * About `count` candidate rows for the query [dims] by their sign bits, in order; only rows with a 1 in `mask`
   * [size], if given.
   */
  candidates(query: Float32Array, count: number, mask?: Uint8Array): Uint32Array;
  /** The mean of `scan`, without a scan; 0 without rows. */
  meanDot(query: Float32Array): number;
  /** Don't add or remove rows while reading the returned view. */
  save(): Content;
}

/** The exports of kernel.as.ts; pointers are byte offsets. */
interface Kernel {
  scan(
    query: number,
    queryScale: number,
    rows: number,
    scales: number,
    width: number,
    count: number,
    scores: number,
  ): void;
  dotsAt(query: number, places: number, width: number, count: number, dots: number): void;
  scanSigns(tables: number, signs: number, width: number, count: number, scores: number): void;
  pick(scores: number, count: number, line: number, first: number, picked: number): number;
}

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536; // 4 GiB, the limit of 32-bit addresses.
const BLOCK_ROWS = 1_024;
const INT16_MAX = 2 ** 15 - 1;
const INT32_MAX = 2 ** 31 - 1;
const SIGN_ROWS = 16; // rows whose signs lie together, a lane each
// Counting what every row scores would take as long as scoring it; one in so many tells the line within a few hundredths.
const SAMPLE_STEP = 16;

/**
 * Memory layout: the query, int16 [width]; the sign tables, uint8 [width / 4 x 16]; the addresses of one block's rows,
 * uint32 [BLOCK_ROWS], and its scores, four bytes each; then the blocks. A block has values, int8 [BLOCK_ROWS x width]
 * row-major, scales, float32 [BLOCK_ROWS], signs, uint8 [BLOCK_ROWS / 16 x width / 8 x 16], and sign scores, uint16
 * [BLOCK_ROWS]. Width is dims padded with zeros to a multiple of 16. Memory grows in place, so vectors never move or
 * exist twice.
 */
export function createVectorRows(dims: number, saved?: SavedContent): VectorRows {
  const width = Math.ceil(dims / 16) * 16;
  const tablesAt = width * 2;
  const placesAt = tablesAt + width * 4;
  const scoresAt = placesAt + BLOCK_ROWS * 4;
  const firstBlockAt = scoresAt + BLOCK_ROWS * 4;
  const signBytes = width / 8;
  const signScoresIn = BLOCK_ROWS * (width + 4 + signBytes); // from the start of a block
  const blockBytes = signScoresIn + BLOCK_ROWS * 2;
  // A sum of dims products of int8 and int16 must fit in int32: with dims 256 the query has all of int16, with 600 up
  // to 27,962, with 4,096 up to 4,095. -128 counts as int8, though quantise() never returns it.
  const queryMax = Math.min(INT16_MAX, Math.floor(INT32_MAX / (128 * dims)));

  const memory = new WebAssembly.Memory({
    initial: Math.ceil(firstBlockAt / PAGE_BYTES),
    maximum: MAX_PAGES,
  });
  const kernel = loadKernel<Kernel>('src/index/vector/kernel.wasm', memory);
  let bytes = new Int8Array(memory.buffer);
  let floats = new Float32Array(memory.buffer);
  let size = 0;
  // Doubles keep enough digits of a million vectors' sum through additions and removals.
  const sums = saved?.float64('sums') ?? new Float64Array(dims);

  const blockAt = (row: number): number => firstBlockAt + Math.floor(row / BLOCK_ROWS) * blockBytes;
  const valuesAt = (row: number): number => blockAt(row) + (row % BLOCK_ROWS) * width;
  const scaleAt = (row: number): number => blockAt(row) + BLOCK_ROWS * width + (row % BLOCK_ROWS) * 4;
  /** The first byte of a row's signs; the others follow, each SIGN_ROWS further. */
  const signsAt = (row: number): number => {
    const inBlock = row % BLOCK_ROWS;
    const lane = inBlock % SIGN_ROWS;
    return blockAt(row) + BLOCK_ROWS * (width + 4) + (inBlock - lane) * signBytes + lane;
  };

  const makeRoom = (row: number): void => {
    const missingBytes = blockAt(row) + blockBytes - bytes.length;
    if (missingBytes <= 0) return;
    // Doubles, because V8 collects garbage at each growth. Untouched pages take no memory.
    const pages = bytes.length / PAGE_BYTES;
    const asMany = Math.min(pages, MAX_PAGES - pages);
    try {
      memory.grow(Math.max(asMany, Math.ceil(missingBytes / PAGE_BYTES)));
    } catch (cause) {
      const limit = 'WebAssembly holds 4 GiB, or less where the machine has less';
      throw new RangeError(`no room for vector ${row + 1} of ${dims} numbers: ${limit}`, { cause });
    }
    // Growing detaches the buffer from existing views.
    bytes = new Int8Array(memory.buffer);
    floats = new Float32Array(memory.buffer);
  };

  /** Adds a row's vector to the total, or with -1 subtracts it. */
  const count = (row: number, times: 1 | -1): void => {
    const at = valuesAt(row);
    const factor = times * (floats[scaleAt(row) / 4] as number);
    for (let i = 0; i < dims; i++) sums[i] = (sums[i] as number) + factor * (bytes[at + i] as number);
  };

  /** Writes the query to the kernel as int16; returns the scale of one step. */
  const writeQuery = (query: Float32Array): number => {
    // Loops, here and in meanDot: a query runs each several times, and callbacks per number take ten times as long.
    let largest = 0;
    for (let i = 0; i < dims; i++) largest = Math.max(largest, Math.abs(query[i] as number));
    const queryScale = largest / queryMax || 1;
    const written = new Int16Array(memory.buffer, 0, dims);
    for (let i = 0; i < dims; i++) written[i] = Math.round((query[i] as number) / queryScale);
    return queryScale;
  };

  /** The sign score that about `count` rows reach, estimated from a sample of the rows with a 1 in `mask`. */
  function lineOf(count: number, mask?: Uint8Array): number {
    const scores = new Uint16Array(memory.buffer);
    const counts = new Uint32Array(2 ** 16);
    let line = 0;
    for (let row = 0; row < size; row += SAMPLE_STEP) {
      if (mask && !mask[row]) continue;
      const score = scores[(blockAt(row) + signScoresIn) / 2 + (row % BLOCK_ROWS)] as number;
      counts[score] = (counts[score] as number) + 1;
      if (score >= line) line = score + 1;
    }
    for (let reached = 0; line > 0 && reached * SAMPLE_STEP < count; ) reached += counts[--line] as number;
    return line;
  }

  function pickLikeliest(line: number, mask?: Uint8Array): Uint32Array {
    const picked = new Uint32Array(memory.buffer, placesAt, BLOCK_ROWS);
    const likeliest: Uint32Array[] = [];
    for (let row = 0; row < size; row += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, size - row);
      const count = kernel.pick(blockAt(row) + signScoresIn, rows, line, row, placesAt);
      const ofBlock = picked.slice(0, count);
      likeliest.push(mask ? ofBlock.filter((each) => mask[each]) : ofBlock);
    }
    return joined(likeliest);
  }

  /** A block without its sign scores. */
  const storedIn = (block: number): Uint8Array =>
    new Uint8Array(memory.buffer, firstBlockAt + block * blockBytes, signScoresIn);

  function restore(from: SavedContent): void {
    const rows = from.number('size');
    if (rows > 0) makeRoom(rows - 1);
    for (const [block, stored] of from.bytePieces('blocks').entries()) storedIn(block).set(stored);
    size = rows;
  }
  if (saved) restore(saved);

  return {
    get size() {
      return size;
    },
    write(row, values, scale) {
      makeRoom(row);
      if (row < size) count(row, -1);
      bytes.set(values, valuesAt(row));
      floats[scaleAt(row) / 4] = scale;
      const at = signsAt(row);
      const signs = signBits(values);
      for (let i = 0; i < signs.length; i++) bytes[at + i * SIGN_ROWS] = signs[i] as number;
      count(row, 1);
      size = Math.max(size, row + 1);
    },
    remove(row) {
      count(row, -1);
      size--;
      bytes.copyWithin(valuesAt(row), valuesAt(size), valuesAt(size) + width);
      floats[scaleAt(row) / 4] = floats[scaleAt(size) / 4] as number;
      const [to, from] = [signsAt(row), signsAt(size)];
      for (let at = 0; at < signBytes * SIGN_ROWS; at += SIGN_ROWS)
        bytes[to + at] = bytes[from + at] as number;
    },
    read(row) {
      const scale = floats[scaleAt(row) / 4] ?? 0;
      const at = valuesAt(row);
      // A loop, because a search reads a hundred, and Float32Array.from takes some 10 microseconds.
      const vector = new Float32Array(dims);
      for (let i = 0; i < dims; i++) vector[i] = (bytes[at + i] as number) * scale;
      return vector;
    },
    scan(query) {
      const queryScale = writeQuery(query);
      const scores = new Float32Array(size);
      for (let row = 0; row < size; row += BLOCK_ROWS) {
        const rows = Math.min(BLOCK_ROWS, size - row);
        kernel.scan(0, queryScale, valuesAt(row), scaleAt(row), width, rows, scoresAt);
        scores.set(floats.subarray(scoresAt / 4, scoresAt / 4 + rows), row);
      }
      return scores;
    },
    scanRows(query, rows) {
      const queryScale = Math.fround(writeQuery(query));
      const places = new Uint32Array(memory.buffer, placesAt, BLOCK_ROWS).fill(valuesAt(0));
      const dots = new Int32Array(memory.buffer, scoresAt, BLOCK_ROWS);
      const scores = new Float32Array(rows.length);
      for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
        const some = rows.subarray(start, start + BLOCK_ROWS);
        for (let i = 0; i < some.length; i++) places[i] = valuesAt(some[i] as number);
        kernel.dotsAt(0, placesAt, width, some.length, scoresAt);
        for (let i = 0; i < some.length; i++) {
          // In single precision at each step, like the kernel.
          const rowScale = Math.fround((floats[scaleAt(some[i] as number) / 4] as number) * queryScale);
          scores[start + i] = Math.fround(dots[i] as number) * rowScale;
        }
      }
      return scores;
    },
    candidates(query, count, mask) {
      fillSignTables(new Uint8Array(memory.buffer, tablesAt, width * 4), query);
      for (let row = 0; row < size; row += BLOCK_ROWS) {
        const rows = Math.min(BLOCK_ROWS, size - row);
        kernel.scanSigns(tablesAt, signsAt(row), width, rows, blockAt(row) + signScoresIn);
      }
      return pickLikeliest(lineOf(count, mask), mask);
    },
    meanDot(query) {
      let sum = 0;
      for (let i = 0; i < dims; i++) sum += (query[i] as number) * (sums[i] as number);
      return sum / Math.max(1, size);
    },
    save: () => ({
      size,
      sums,
      blocks: Array.from({ length: Math.ceil(size / BLOCK_ROWS) }, (_, block) => storedIn(block)),
    }),
  };
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
