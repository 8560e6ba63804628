/** The interface of each search library in the comparison. */
import type { Paper } from '../../src/domain/paper.ts';

export interface System {
  /** Settings that the library leaves open; printed under the table. */
  readonly settings: string;
  /** Opens the folder's contents, or starts with an empty one. */
  open(folder: string, dims: number): Promise<OpenSystem>;
}

export interface OpenSystem {
  /** Adds papers with their unit vectors [papers x dims], row-major. */
  add(papers: readonly Paper[], vectors: Float32Array): Promise<void>;
  /** After the last `add`: finishes the indexes and writes everything to disk. */
  finish(): Promise<void>;
  /** The ids of the ten best papers for a query and its unit vector [dims], by words and vectors together. */
  search(question: string, vector: Float32Array): Promise<string[]>;
  /** The same among papers published on this ISO day or later; undefined if the library has no such filter. */
  readonly searchSince?:
    | ((question: string, vector: Float32Array, day: string) => Promise<string[]>)
    | undefined;
  /** Inserts one paper, replacing the one with its id. */
  upsert(paper: Paper, vector: Float32Array): Promise<void>;
  close(): Promise<void>;
}

export const RESULTS = 10;
