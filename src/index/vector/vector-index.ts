/** All papers' vectors in memory. It maps rows to papers; vector-rows.ts has the numbers. */

import type { PaperFilter } from '../../domain/filter.ts';
import { topK } from '../../lib/top-k.ts';
import type { StoredVector } from '../../store/vectors.ts';
import { createFilterColumns } from '../filter-columns.ts';
import { createRowIds } from '../row-ids.ts';
import type { Scored } from '../scored.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';
import { createVectorRows } from './vector-rows.ts';

export interface VectorIndex {
  readonly dims: number;
  readonly size: number;
  /** Adds vectors of the index's width; a known paper's vector is replaced. Throws a RangeError beyond 4 GiB. */
  add(vectors: readonly StoredVector[]): void;
  remove(paperIds: readonly string[]): void;
  /** Cosine of a unit vector [dims] with every paper -> [papers], in the index's row order. */
  scan(query: Float32Array): Float32Array;
  /** The mean of these cosines, without a scan; 0 without papers. */
  meanCosine(query: Float32Array): number;
  /**
   * The `limit` papers nearest to a unit vector [dims], best first, with their cosines; only papers with a 1 in `mask`
   * [papers], if given. With many papers, sign bits select the candidates to score.
   */
  nearest(query: Float32Array, limit: number, mask?: Uint8Array): Scored[];
  /** The cosines of a unit vector [dims] with these papers, in the order given, without papers that lack a vector. */
  score(query: Float32Array, paperIds: readonly string[]): Scored[];
  /** 1 for each paper that passes by day and category -> [papers]; the store handles authors. */
  mask(filter: PaperFilter): Uint8Array;
  paperAt(row: number): string;
  /** The unit vector [dims] of a paper, or undefined if it has none yet. */
  get(paperId: string): Float32Array | undefined;
  save(): Content;
}

// The first pass starts here. With fewer papers an exact scan takes about a millisecond.
const FIRST_PASS_PAPERS = 30_000;
// The number of candidates: it keeps the best 10 of real vectors to one in a thousand, and the best 100 to one in a
// hundred: docs/decisions/0006-simd-scan.md.
const MIN_CANDIDATES = 2_000;
const CANDIDATE_SHARE = 1 / 64;

/** The number of candidates among so many papers for the `limit` nearest. */
export const candidateCount = (papers: number, limit: number): number =>
  Math.max(limit, MIN_CANDIDATES, Math.ceil(papers * CANDIDATE_SHARE));

export function createVectorIndex(dims: number, saved?: SavedContent): VectorIndex {
  const vectorRows = createVectorRows(dims, saved?.part('rows'));
  const facts = createFilterColumns(saved?.part('facts'));
  const ids = createRowIds(saved?.part('ids')); // Without gaps.

  const checkWidth = (query: Float32Array): void => {
    if (query.length !== dims) {
      throw new RangeError(`the query has ${query.length} numbers, not ${dims}`);
    }
  };

  /** The candidate rows that pass the mask; undefined to scan all rows, whether they pass or not. */
  const candidates = (query: Float32Array, limit: number, mask?: Uint8Array): Uint32Array | undefined => {
    const wanted = candidateCount(ids.rowCount, limit);
    const passing = mask && rowsOf(mask);
    if (passing && passing.length <= wanted) return passing;
    if (ids.rowCount < FIRST_PASS_PAPERS) return undefined;
    return vectorRows.candidates(query, wanted, mask);
  };

  return {
    dims,
    get size() {
      return ids.rowCount;
    },
    add(vectors) {
      for (const vector of vectors) {
        if (vector.values.length !== dims) {
          throw new RangeError(
            `vector of ${vector.paperId} has ${vector.values.length} numbers, not ${dims}`,
          );
        }
        const row = ids.rowOf(vector.paperId) ?? ids.rowCount;
        vectorRows.write(row, vector.values, vector.scale);
        facts.write(row, vector);
        ids.set(vector.paperId, row);
      }
    },
    remove(removed) {
      for (const paperId of removed) {
        const row = ids.rowOf(paperId);
        if (row === undefined) continue;
        // The last row moves into the removed one's place, so that the block has no gaps.
        const last = ids.rowCount - 1;
        const moved = ids.paperAt(last) as string;
        vectorRows.remove(row);
        facts.copy(last, row);
        ids.delete(paperId);
        if (row !== last) ids.set(moved, row);
        ids.dropLast();
      }
    },
    scan(query) {
      checkWidth(query);
      return vectorRows.scan(query);
    },
    meanCosine(query) {
      checkWidth(query);
      return vectorRows.meanDot(query);
    },
    nearest(query, limit, mask) {
      checkWidth(query);
      const some = candidates(query, limit, mask);
      const cosines = some ? vectorRows.scanRows(query, some) : vectorRows.scan(query);
      // Candidates have passed already. For all rows, scoring the others too is faster than selecting.
      if (mask && !some) {
        for (let row = 0; row < cosines.length; row++)
          if (!mask[row]) cosines[row] = Number.NEGATIVE_INFINITY;
      }
      return topK(cosines, limit)
        .filter((place) => cosines[place] !== Number.NEGATIVE_INFINITY)
        .map((place) => ({
          paperId: ids.paperAt(some ? (some[place] as number) : place) as string,
          score: cosines[place] as number,
        }));
    },
    score(query, asked) {
      checkWidth(query);
      const some = Uint32Array.from(asked.flatMap((paperId) => ids.rowOf(paperId) ?? []));
      const cosines = vectorRows.scanRows(query, some);
      return [...some].map((row, i) => ({
        paperId: ids.paperAt(row) as string,
        score: cosines[i] as number,
      }));
    },
    mask: (filter) => facts.mask(filter, ids.rowCount),
    paperAt: (row) => ids.paperAt(row) ?? '',
    get(paperId) {
      const row = ids.rowOf(paperId);
      return row === undefined ? undefined : vectorRows.read(row);
    },
    save: () => ({ rows: vectorRows.save(), facts: facts.save(), ids: ids.save() }),
  };
}

/** The numbers of the rows with a 1 in `mask`, in order. */
function rowsOf(mask: Uint8Array): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < mask.length; row++) if (mask[row]) rows.push(row);
  return Uint32Array.from(rows);
}
