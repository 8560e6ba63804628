/** Retrieval by meaning: the papers whose vectors lie nearest to the question's. */
import type { Scored } from '../catalog/catalog.ts';
import { topRows } from '../lib/top.ts';
import type { VectorIndex } from './vectors.ts';

export interface DenseResult {
  /** Best first; the score is a cosine. */
  readonly hits: readonly Scored[];
  /** Mean and standard deviation of the cosine over all papers: what "unrelated" looks like for this question. */
  readonly mean: number;
  readonly deviation: number;
}

/** Scans every paper. `query` is a unit vector [dims]; only papers with a 1 in `mask` [papers], where given, are hits. */
export function denseSearch(
  vectors: VectorIndex,
  query: Float32Array,
  limit: number,
  mask?: Uint8Array,
): DenseResult {
  const cosines = vectors.scan(query);
  let sum = 0;
  let squares = 0;
  for (const cosine of cosines) {
    sum += cosine;
    squares += cosine * cosine;
  }
  const papers = Math.max(1, cosines.length);
  const mean = sum / papers;
  if (mask)
    for (let row = 0; row < cosines.length; row++) if (!mask[row]) cosines[row] = Number.NEGATIVE_INFINITY;
  const rows = topRows(cosines, limit).filter((row) => cosines[row] !== Number.NEGATIVE_INFINITY);
  return {
    hits: rows.map((row) => ({ paperId: vectors.paperAt(row), score: cosines[row] ?? 0 })),
    mean,
    deviation: Math.sqrt(Math.max(0, squares / papers - mean * mean)),
  };
}
