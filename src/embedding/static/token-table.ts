/** A static model's token vectors in the memory of a WebAssembly kernel that sums them. */
import { loadKernel } from '../../lib/wasm.ts';

/** A table's contents, in a form that can go to another thread. */
export interface TokenRows {
  readonly dims: number;
  readonly scales: Float32Array; // [pieces]
  readonly values: Int16Array; // [pieces x dims padded to a multiple of LANES], row-major
}

export interface TokenTable {
  readonly rows: TokenRows;
  /** Stores the vector [dims] of a token. */
  write(piece: number, vector: Float32Array): void;
  /** Resets the sum to zero. */
  clear(): void;
  /** Adds a token's vector to the sum; throws a RangeError if the table has none. */
  add(piece: number): void;
  /** The sum as a unit vector [dims]; zeros if nothing was added. */
  takeUnit(): Float32Array;
}

/** The exports of kernel.as.ts; pointers are byte offsets. */
interface Kernel {
  addRows(pieces: number, count: number, scales: number, rows: number, width: number, sums: number): void;
}

const PAGE_BYTES = 65_536;
const LANES = 32;
// An abstract has 300; longer texts take several calls.
const ASKED = 4_096;
// 256 times the int8 range: a table packed as int8 stays exact. Others keep five digits, a hundredth of the rounding of
// stored vectors.
const MAX_VALUE = 256 * 127;

/**
 * A table of zeros of the given size, or a copy of another thread's. Its memory layout: `asked`, sums, scales, rows.
 */
export function createTokenTable(dims: number, pieces: number): TokenTable {
  const width = Math.ceil(dims / LANES) * LANES;
  const sumsAt = ASKED * 4;
  const scalesAt = sumsAt + width * 4;
  const rowsAt = scalesAt + Math.ceil(pieces / 4) * 16;
  const pages = Math.ceil((rowsAt + pieces * width * 2) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const kernel = loadKernel<Kernel>('src/embedding/static/kernel.wasm', memory);
  const sums = new Float32Array(memory.buffer, sumsAt, width);
  const scales = new Float32Array(memory.buffer, scalesAt, pieces);
  const values = new Int16Array(memory.buffer, rowsAt, pieces * width);

  const asked = new Uint32Array(memory.buffer, 0, ASKED);
  let count = 0;

  /** Batched, because a kernel call takes as long as adding a few rows. */
  function addAsked(): void {
    kernel.addRows(0, count, scalesAt, rowsAt, width, sumsAt);
    count = 0;
  }

  return {
    rows: { dims, scales, values },
    write(piece, vector) {
      const largest = vector.reduce((max, component) => Math.max(max, Math.abs(component)), 0);
      const scale = largest / MAX_VALUE;
      scales[piece] = scale;
      values.set(
        vector.map((component) => Math.round(component / (scale || 1))),
        piece * width,
      );
    },
    clear() {
      count = 0;
      sums.fill(0);
    },
    add(piece) {
      if (piece >= pieces) throw new RangeError(`the model has no vector for word piece ${piece}`);
      if (count === ASKED) addAsked();
      asked[count++] = piece;
    },
    takeUnit() {
      addAsked();
      let squares = 0;
      for (let i = 0; i < dims; i++) squares += (sums[i] as number) * (sums[i] as number);
      const length = Math.sqrt(squares);
      const vector = new Float32Array(dims);
      if (length > 0) for (let i = 0; i < dims; i++) vector[i] = (sums[i] as number) / length;
      return vector;
    },
  };
}

/** A copy of the table in this thread. */
export function copyTokenTable({ dims, scales, values }: TokenRows): TokenTable {
  const table = createTokenTable(dims, scales.length);
  table.rows.scales.set(scales);
  table.rows.values.set(values);
  return table;
}
