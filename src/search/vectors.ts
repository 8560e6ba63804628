/** The vectors of all papers in one block of memory, scanned exactly. */
import type { PaperVector } from '../catalog/catalog.ts';

export interface VectorIndex {
  readonly size: number;
  /** Adds vectors of the index's width; a paper already there gets the new one. */
  add(vectors: readonly PaperVector[]): void;
  remove(paperIds: readonly string[]): void;
  /** Cosine of a unit vector [dims] with every paper -> [papers], in the index's row order. */
  scan(query: Float32Array): Float32Array;
  paperAt(row: number): string;
  /** The unit vector [dims] of a paper, or undefined where it has none yet. */
  get(paperId: string): Float32Array | undefined;
}

export function createVectorIndex(dims: number): VectorIndex {
  let values = new Int8Array(256 * dims); // [capacity x dims], row-major
  let scales = new Float32Array(256); // [capacity]
  const paperIds: string[] = []; // [papers]
  const rows = new Map<string, number>();

  const grow = (): void => {
    const largerValues = new Int8Array(values.length * 2);
    largerValues.set(values);
    values = largerValues;
    const largerScales = new Float32Array(scales.length * 2);
    largerScales.set(scales);
    scales = largerScales;
  };

  return {
    get size() {
      return paperIds.length;
    },
    add(vectors) {
      for (const vector of vectors) {
        if (vector.values.length !== dims) {
          throw new RangeError(
            `vector of ${vector.paperId} has ${vector.values.length} numbers, not ${dims}`,
          );
        }
        const row = rows.get(vector.paperId) ?? paperIds.length;
        if (row === paperIds.length) {
          if (row === scales.length) grow();
          paperIds.push(vector.paperId);
          rows.set(vector.paperId, row);
        }
        values.set(vector.values, row * dims);
        scales[row] = vector.scale;
      }
    },
    remove(removed) {
      for (const paperId of removed) {
        const row = rows.get(paperId);
        if (row === undefined) continue;
        // The last row takes the place of the one that goes, so that the block stays without gaps.
        const last = paperIds.length - 1;
        const moved = paperIds[last] as string;
        values.copyWithin(row * dims, last * dims, (last + 1) * dims);
        scales[row] = scales[last] as number;
        paperIds[row] = moved;
        rows.set(moved, row);
        rows.delete(paperId);
        paperIds.pop();
      }
    },
    scan(query) {
      const cosines = new Float32Array(paperIds.length);
      for (let row = 0; row < cosines.length; row++) {
        const base = row * dims;
        let sum = 0;
        for (let i = 0; i < dims; i++) sum += (query[i] as number) * (values[base + i] as number);
        cosines[row] = sum * (scales[row] as number);
      }
      return cosines;
    },
    paperAt: (row) => paperIds[row] ?? '',
    get(paperId) {
      const row = rows.get(paperId);
      if (row === undefined) return undefined;
      const scale = scales[row] ?? 0;
      return Float32Array.from(values.subarray(row * dims, (row + 1) * dims), (value) => value * scale);
    },
  };
}
