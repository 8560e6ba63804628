/** What the benchmark asks of each search library that it compares. */
import type { Paper } from '../../src/domain/paper.ts';

export interface System {
  /** What was chosen where the library leaves a choice; printed under the table. */
  readonly settings: string;
  /** Opens what lies in the folder, or begins anew where it is empty. */
  open(folder: string, dims: number): Promise<OpenSystem>;
}

export interface OpenSystem {
  /** Takes in papers with their unit vectors [papers x dims], row-major. */
  add(papers: readonly Paper[], vectors: Float32Array): Promise<void>;
  /** After the last `add`: builds what is still to be built and keeps everything on disk. */
  finish(): Promise<void>;
  /** The ids of the ten best papers for a question and its unit vector [dims], by words and meaning together. */
  search(question: string, vector: Float32Array): Promise<string[]>;
  /** The same among papers published on this ISO day or later; undefined where the library offers no such thing yet. */
  readonly searchSince?:
    | ((question: string, vector: Float32Array, day: string) => Promise<string[]>)
    | undefined;
  /** Puts in one paper, replacing the one with its id. */
  upsert(paper: Paper, vector: Float32Array): Promise<void>;
  close(): Promise<void>;
}

export const RESULTS = 10;
