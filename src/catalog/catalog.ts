/** Everything stored about papers, behind one interface. Nothing outside this folder knows which database runs. */
import type { KeyvStoreAdapter } from 'keyv';
import type { Listing, Paper } from '../paper.ts';

export interface Catalog {
  /**
   * Stores papers in one transaction: all of them, or none if it throws. A paper already known, by id or, where one of
   * the two has no arXiv id, by title, becomes one row: what is newly given wins, what is not given stays, an arXiv id
   * replaces a local one, and the former id goes on finding the paper.
   */
  addPapers(papers: readonly Paper[]): Promise<{ readonly added: number; readonly updated: number }>;
  /** The paper with this id or former id, or undefined. */
  getPaper(id: string): Promise<Paper | undefined>;
  /** The papers that exist, each once, in the order asked for; those that don't are left out. */
  getPapers(ids: readonly string[]): Promise<Paper[]>;
  /** The paper with this title, whatever its case, accents and punctuation. */
  findByTitle(title: string): Promise<Paper | undefined>;
  /** Forgets a paper with its vectors; false if there was none. */
  removePaper(id: string): Promise<boolean>;

  /** Stores one source's list of one day, replacing the one stored before. Its papers must be stored already. */
  saveListing(listing: Listing): Promise<void>;
  /** The list of the newest day that names any paper; the bundled list, which has no day, only where there is no other. */
  newestListing(): Promise<Listing | undefined>;
  /** One particular list, or undefined. */
  getListing(source: Listing['source'], day: string | undefined): Promise<Listing | undefined>;

  /**
   * In how many papers each word stands, after the index's own stemming; 0 where it stands in none. Of a word that the
   * index splits, such as `gpt-4`, the rarest part counts.
   */
  countWords(words: readonly string[]): Promise<number[]>;
  /** Papers holding at least one of the words, best BM25 first (higher is better), a title counting more than an abstract. */
  matchWords(words: readonly string[], limit: number): Promise<Scored[]>;

  /** Papers that have no vector of this model yet, oldest first. */
  papersWithoutVector(modelId: string, limit: number): Promise<Paper[]>;
  /** Stores vectors in one transaction; of a paper that is gone by now the vector is dropped. */
  addVectors(modelId: string, vectors: readonly PaperVector[]): Promise<void>;
  /** What was added after `cursor` (0 for all), in order, at most `limit`; read on from the last one's cursor. */
  vectorsSince(modelId: string, cursor: number, limit: number): Promise<Feed<PaperVector>>;
  titlesSince(cursor: number, limit: number): Promise<Feed<PaperTitle>>;

  countPapers(): Promise<number>;
  countVectors(modelId: string): Promise<number>;
  /** Throws a ConfigError that says what is damaged, if anything is; reads the whole file. */
  checkIntegrity(): Promise<void>;

  /** A place for small values with a time to live, to be opened through Keyv; each reading gives an adapter of its own. */
  readonly keyValues: KeyvStoreAdapter;
  close(): Promise<void>;
}

export interface Scored {
  readonly paperId: string;
  readonly score: number;
}

export interface PaperTitle {
  readonly paperId: string;
  readonly title: string;
}

/** A unit vector as int8: component i is `values[i] * scale`. */
export interface PaperVector {
  readonly paperId: string;
  readonly values: Int8Array; // [dims]
  readonly scale: number;
}

/**
 * One page of what is new. A paper whose id or title changed comes again; one whose title or abstract changed comes again
 * in the vectors once it has a new one. Take out `gone` first, then put in `items`, which replace what has the same id.
 */
export interface Feed<T> {
  readonly items: readonly T[];
  /** Ids that no longer stand for a paper of their own: it was removed, or is now known by another id. */
  readonly gone: readonly string[];
  /** Where to read on; the cursor that was passed in when there was nothing new. */
  readonly cursor: number;
}
