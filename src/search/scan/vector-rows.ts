/** Rows of int8 vectors in the memory of a WebAssembly kernel that scores all of them against a query. */
import { readFileSync } from 'node:fs';
import { projectPath } from '../../lib/package-root.ts';

export interface VectorRows {
  /** Stores one vector, int8 [dims] with its scale; throws a RangeError where memory is full. */
  write(row: number, values: Int8Array, scale: number): void;
  copy(fromRow: number, toRow: number): void;
  /** The vector of a row that was written, [dims]. */
  read(row: number): Float32Array;
  /** Dot products of the query [dims] with the first rows -> [rows]. */
  scan(query: Float32Array, rows: number): Float32Array;
}

/** What kernel.as.ts exports; pointers are byte offsets. */
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
}

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536; // 4 GiB, all that a 32-bit address reaches
const BLOCK_ROWS = 1_024;
const INT16_MAX = 2 ** 15 - 1;
const INT32_MAX = 2 ** 31 - 1;

/**
 * The memory, from its start: the query, int16 [width]; the scores of one block, float32 [BLOCK_ROWS]; then blocks, each
 * values, int8 [BLOCK_ROWS x width] row-major, and scales, float32 [BLOCK_ROWS]. Width is dims padded with zeros to a
 * multiple of 16. Memory grows where it is, so vectors never move and there is never a second copy.
 */
export function createVectorRows(dims: number): VectorRows {
  const width = Math.ceil(dims / 16) * 16;
  const scoresAt = width * 2;
  const firstBlockAt = scoresAt + BLOCK_ROWS * 4;
  const blockBytes = BLOCK_ROWS * (width + 4);
  // A sum of dims products of int8 and int16 must fit in int32: with dims 256 the query has all of int16, with 600 up to
  // 27,962, with 4,096 up to 4,095. -128 counts as int8, though quantise() never gives it.
  const queryMax = Math.min(INT16_MAX, Math.floor(INT32_MAX / (128 * dims)));

  const memory = new WebAssembly.Memory({
    initial: Math.ceil(firstBlockAt / PAGE_BYTES),
    maximum: MAX_PAGES,
  });
  const kernel = loadKernel(memory);
  let bytes = new Int8Array(memory.buffer);
  let floats = new Float32Array(memory.buffer);

  const valuesAt = (row: number): number =>
    firstBlockAt + Math.floor(row / BLOCK_ROWS) * blockBytes + (row % BLOCK_ROWS) * width;
  const scaleAt = (row: number): number =>
    firstBlockAt + Math.floor(row / BLOCK_ROWS) * blockBytes + BLOCK_ROWS * width + (row % BLOCK_ROWS) * 4;

  const makeRoom = (row: number): void => {
    const missingBytes = valuesAt(row - (row % BLOCK_ROWS) + BLOCK_ROWS) - bytes.length;
    if (missingBytes <= 0) return;
    // By a quarter at least: each time it grows, V8 collects garbage. Pages that nobody has written to take no memory.
    const pages = bytes.length / PAGE_BYTES;
    const quarter = Math.min(Math.ceil(pages / 4), MAX_PAGES - pages);
    try {
      memory.grow(Math.max(quarter, Math.ceil(missingBytes / PAGE_BYTES)));
    } catch (cause) {
      const limit = 'WebAssembly holds 4 GiB, or less where the machine has less';
      throw new RangeError(`no room for vector ${row + 1} of ${dims} numbers: ${limit}`, { cause });
    }
    // Growing takes the buffer away from the views that were made of it.
    bytes = new Int8Array(memory.buffer);
    floats = new Float32Array(memory.buffer);
  };

  return {
    write(row, values, scale) {
      makeRoom(row);
      bytes.set(values, valuesAt(row));
      floats[scaleAt(row) / 4] = scale;
    },
    copy(fromRow, toRow) {
      bytes.copyWithin(valuesAt(toRow), valuesAt(fromRow), valuesAt(fromRow) + width);
      floats[scaleAt(toRow) / 4] = floats[scaleAt(fromRow) / 4] ?? 0;
    },
    read(row) {
      const scale = floats[scaleAt(row) / 4] ?? 0;
      const at = valuesAt(row);
      // A loop, since a search reads a hundred, and Float32Array.from takes some 10 microseconds.
      const vector = new Float32Array(dims);
      for (let i = 0; i < dims; i++) vector[i] = (bytes[at + i] as number) * scale;
      return vector;
    },
    scan(query, rows) {
      const largest = query.reduce((max, component) => Math.max(max, Math.abs(component)), 0);
      const queryScale = largest / queryMax || 1;
      new Int16Array(memory.buffer, 0, dims).set(
        query.map((component) => Math.round(component / queryScale)),
      );
      const scores = new Float32Array(rows);
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, rows - row);
        kernel.scan(0, queryScale, valuesAt(row), scaleAt(row), width, count, scoresAt);
        scores.set(floats.subarray(scoresAt / 4, scoresAt / 4 + count), row);
      }
      return scores;
    },
  };
}

function loadKernel(memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(readFileSync(projectPath('src/search/scan/kernel.wasm')));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
}
