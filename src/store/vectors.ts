/** Embedding vectors, one per paper and model. */
import type { Paper } from '../domain/paper.ts';
import type { ChangePage } from './change-feed.ts';

export interface VectorStore {
  /**
   * Papers without a vector of this model, oldest first, at most `limit`; with `after`, only those that follow that
   * paper, and none if it is gone.
   */
  missing(modelId: string, limit: number, after?: string): Promise<Paper[]>;
  /** Stores vectors in one transaction. Drops the vector of a paper that is gone or has another text by now. */
  add(modelId: string, vectors: readonly NewPaperVector[]): Promise<void>;
  /** Vectors that changed after `cursor` (0 for all), at most `limit`. */
  since(modelId: string, cursor: number, limit: number): Promise<ChangePage<StoredVector>>;
  count(modelId: string): Promise<number>;
  /** The models that have vectors, the one with the most first. */
  countByModel(): Promise<{ readonly modelId: string; readonly vectors: number }[]>;
  /** Deletes at most `limit` vectors of other models and returns how many it deleted; none if this model has none. */
  dropOthers(modelId: string, limit: number): Promise<number>;
}

/** A unit vector as int8: component i is `values[i] * scale`. */
export interface PaperVector {
  readonly paperId: string;
  readonly values: Int8Array; // [dims]
  readonly scale: number;
}

/** A vector with the text it was computed from, if that may have changed meanwhile. */
export interface NewPaperVector extends PaperVector {
  readonly embeddedText?: Pick<Paper, 'title' | 'abstract'> | undefined;
}

/** A vector with its paper's filter values, so that a scan can skip papers without loading them. */
export interface StoredVector extends PaperVector {
  readonly categories: readonly string[];
  /** ISO day; if unknown, the first of the month in the arXiv id, by which filters take the paper; else undefined. */
  readonly published: string | undefined;
}
