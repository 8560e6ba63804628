/** Papers by id, title, author and day. */
import type { PaperFilter } from '../domain/filter.ts';
import type { Paper } from '../domain/paper.ts';
import type { Provenance } from '../domain/source.ts';
import type { ChangePage } from './change-feed.ts';

export interface PaperStore {
  /**
   * Upserts papers in one transaction: all, or none if it throws. Matches by id, or by title if either lacks an arXiv id.
   * Merges field by field: the more trusted `provenance` wins, ties take the newer value, missing values keep the stored
   * one (decision 10). An arXiv id replaces a local id, which stays an alias.
   * @param provenance `file` if left out.
   */
  add(
    papers: readonly Paper[],
    provenance?: Provenance,
  ): Promise<{ readonly added: number; readonly updated: number }>;
  /** The paper with this id or former id. */
  get(id: string): Promise<Paper | undefined>;
  /** The papers that exist, each once, in the order of `ids`. */
  getMany(ids: readonly string[]): Promise<Paper[]>;
  /** The paper with this title; case, accents and punctuation do not matter. */
  findByTitle(title: string): Promise<Paper | undefined>;
  /** Removes a paper with its vectors; false if there was none. */
  remove(id: string): Promise<boolean>;
  count(): Promise<number>;
  /** Ids of the papers that pass the filter, newest first, undated ones last. */
  newest(filter: PaperFilter, limit: number): Promise<string[]>;
  /** For each name, ids of the papers by an author who has it, newest first, at most that name's `limit`. */
  ofAuthors(names: readonly AuthorLookup[]): Promise<string[][]>;
  /** Words of authors' names with one of these prefixes, lower-cased and without accents, each with its number of papers. */
  authorNameWords(prefixes: readonly string[]): Promise<CountedWord[]>;
  /** Papers that changed after `cursor` (0 for all), at most `limit`. */
  since(cursor: number, limit: number): Promise<ChangePage<PaperText>>;
}

export interface PaperTitle {
  readonly paperId: string;
  readonly title: string;
}

/** A paper's searchable text and filter values. */
export interface PaperText extends PaperTitle {
  readonly abstract: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  /** ISO day; if unknown, the first of the month in the arXiv id, by which filters take the paper; else undefined. */
  readonly published: string | undefined;
}

/** A name, as filters take it, and how many papers are enough. */
export interface AuthorLookup {
  readonly name: string;
  readonly limit: number;
}

export interface CountedWord {
  readonly word: string;
  /** The number of papers with it. */
  readonly papers: number;
}
