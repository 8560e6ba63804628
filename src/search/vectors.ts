/** The vectors of all papers in memory, scanned exactly; which row is whose is kept here, the numbers in scan/. */
import type { PaperFilter, StoredVector } from '../catalog/catalog.ts';
import { createFactColumns } from '../catalog/fact-columns.ts';
import { createVectorRows } from './scan/vector-rows.ts';

export interface VectorIndex {
  readonly size: number;
  /** Adds vectors of the index's width; a paper already there gets the new one. Throws a RangeError beyond 4 GiB. */
  add(vectors: readonly StoredVector[]): void;
  remove(paperIds: readonly string[]): void;
  /** Cosine of a unit vector [dims] with every paper -> [papers], in the index's row order. */
  scan(query: Float32Array): Float32Array;
  /** 1 for each paper that passes by day and category -> [papers]; authors are the catalog's to ask. */
  mask(filter: PaperFilter): Uint8Array;
  paperAt(row: number): string;
  /** The unit vector [dims] of a paper, or undefined where it has none yet. */
  get(paperId: string): Float32Array | undefined;
}

export function createVectorIndex(dims: number): VectorIndex {
  const vectorRows = createVectorRows(dims);
  const facts = createFactColumns();
  const paperIds: string[] = []; // [papers]
  const rows = new Map<string, number>();

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
        vectorRows.write(row, vector.values, vector.scale);
        facts.write(row, vector);
        paperIds[row] = vector.paperId;
        rows.set(vector.paperId, row);
      }
    },
    remove(removed) {
      for (const paperId of removed) {
        const row = rows.get(paperId);
        if (row === undefined) continue;
        // The last row takes the place of the one that goes, so that the block stays without gaps.
        const last = paperIds.length - 1;
        const moved = paperIds[last] as string;
        vectorRows.copy(last, row);
        facts.copy(last, row);
        paperIds[row] = moved;
        rows.set(moved, row);
        rows.delete(paperId);
        paperIds.pop();
      }
    },
    scan(query) {
      if (query.length !== dims) {
        throw new RangeError(`the query has ${query.length} numbers, not ${dims}`);
      }
      return vectorRows.scan(query, paperIds.length);
    },
    mask: (filter) => facts.mask(filter, paperIds.length),
    paperAt: (row) => paperIds[row] ?? '',
    get(paperId) {
      const row = rows.get(paperId);
      return row === undefined ? undefined : vectorRows.read(row);
    },
  };
}
