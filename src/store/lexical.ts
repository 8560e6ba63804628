/** BM25 over the words of every paper. */
import type { PaperFilter } from '../domain/filter.ts';

export interface LexicalStore {
  /** Takes in what changed; the other methods do so by themselves. */
  load(): Promise<void>;
  /** How many papers hold each word, after stemming. For a word that splits, such as `gpt-4`, its rarest part counts. */
  documentFrequencies(words: readonly string[]): Promise<number[]>;
  /** Papers that hold any of the words, best BM25 first (higher is better); titles weigh more than abstracts. */
  search(words: readonly string[], limit: number, options?: SearchOptions): Promise<Scored[]>;
  /** The positions of each word in each paper, title and abstract as one text: [papers x words], ascending from 0. */
  positions(
    words: readonly string[],
    paperIds: readonly string[],
  ): Promise<readonly (readonly (readonly number[])[])[]>;
}

export interface Scored {
  readonly paperId: string;
  readonly score: number;
}

export interface SearchOptions {
  readonly filter?: PaperFilter | undefined;
  /** Papers to score beyond the limit, if they pass the filter. */
  readonly also?: readonly string[] | undefined;
  readonly synonyms?: readonly Synonym[] | undefined;
}

/** Another name for words of a query. A paper that holds either, or both, scores as if it held the better one. */
export interface Synonym {
  /** Words of the query. */
  readonly of: readonly string[];
  /** A word, or words that have to stand side by side. */
  readonly term: string;
  /** What it is worth next to the words themselves, from 0 to 1. */
  readonly weight: number;
}
