/** Everything stored about papers, behind one interface. Nothing outside this folder knows which database runs. */
import type { KeyvStoreAdapter } from 'keyv';
import type { DailyList, Paper, SourceName } from '../domain/paper.ts';
import type { IngestRun } from './ingest-runs.ts';
import type { PostStore } from './posts.ts';
import type { SubscriptionStore } from './subscriptions.ts';

export interface Catalog {
  /**
   * Stores papers in one transaction: all of them, or none if it throws. A paper already known, by id or, where one of
   * the two has no arXiv id, by title, becomes one row: of each field what comes from the more trusted origin wins, of the
   * same one what is newly given; what is not given stays; an arXiv id replaces a local one, and the former id goes on
   * finding the paper. Without `from` they are of a file.
   */
  addPapers(
    papers: readonly Paper[],
    from?: Provenance,
  ): Promise<{ readonly added: number; readonly updated: number }>;
  /** The paper with this id or former id, or undefined. */
  getPaper(id: string): Promise<Paper | undefined>;
  /** The papers that exist, each once, in the order asked for; those that don't are left out. */
  getPapers(ids: readonly string[]): Promise<Paper[]>;
  /** The paper with this title, whatever its case, accents and punctuation. */
  findByTitle(title: string): Promise<Paper | undefined>;
  /** Forgets a paper with its vectors; false if there was none. */
  removePaper(id: string): Promise<boolean>;

  /**
   * Stores one source's list of one day, replacing the one stored before. Its papers must be stored already. With
   * `readAt`, when it was read, its counts also go into each paper's history: the last ones of each day, UTC.
   */
  saveDailyList(dailyList: DailyList, readAt?: Date): Promise<void>;
  /** The list of the newest day that names any paper; the bundled list, which has no day, only where there is no other. */
  newestDailyList(): Promise<DailyList | undefined>;
  /** The lists of the days from `since` to `until`, both included, newest first; the bundled list has no day. */
  dailyListsBetween(since: string, until: string): Promise<DailyList[]>;
  /** What was counted of each paper, a row a day on which it was read, from `since` on, oldest first. */
  countsSince(since: string): Promise<PaperCounts[]>;
  /** Stores what became of reading one part of a source for one day, replacing what was stored before. */
  saveIngestRun(reading: IngestRun): Promise<void>;
  /** The readings for days from `since` on, oldest day first. */
  ingestRunsSince(since: string): Promise<IngestRun[]>;
  /** One particular list, or undefined. */
  getDailyList(source: DailyList['source'], day: string | undefined): Promise<DailyList | undefined>;

  /** Takes the words of all papers into memory, as the next two do where it has not been done. */
  loadTerms(): Promise<void>;
  /**
   * In how many papers each word stands, after the index's own stemming; 0 where it stands in none. Of a word that the
   * index splits, such as `gpt-4`, the rarest part counts.
   */
  documentFrequencies(words: readonly string[]): Promise<number[]>;
  /** Papers holding at least one of the words, best BM25 first (higher is better), a title counting more than an abstract. */
  searchTerms(words: readonly string[], limit: number, options?: MatchOptions): Promise<Scored[]>;
  /** Where each word stands in each paper, its title and abstract as one text: [papers x words], places in order from 0. */
  termPositions(
    words: readonly string[],
    paperIds: readonly string[],
  ): Promise<readonly (readonly (readonly number[])[])[]>;
  /** Ids of the papers that pass, newest first, those without a day last. */
  newestPapers(filter: PaperFilter, limit: number): Promise<string[]>;
  /**
   * The words of authors' names that begin so, in lower case and without accents, each with the papers that name it; of
   * 75,000 papers' authors those with one letter take up to 40 ms.
   */
  authorNameWords(beginning: string): Promise<CountedWord[]>;

  /**
   * Counts the words and abbreviations of at most `limit` papers whose text hasn't been counted yet, in one transaction,
   * and returns how many papers that were: 0 when all are. `read` says what a paper holds, each thing once.
   */
  learnVocabulary(limit: number, read: (paper: Paper) => PaperVocabulary): Promise<number>;
  /** The words that at least `minPapers` papers hold, the commonest first, as `learnVocabulary` counted them. */
  vocabulary(minPapers: number): Promise<CountedWord[]>;
  /** What was learned of these abbreviations, in any case, the commonest meaning first. */
  meaningsOf(shorts: readonly string[]): Promise<Abbreviation[]>;
  /** What was learned of these meanings, given as `longKey`, the commonest abbreviation first. */
  abbreviationsOf(longKeys: readonly string[]): Promise<Abbreviation[]>;

  /**
   * Papers that have no vector of this model yet, oldest first; of those that come after the paper `after`, where given,
   * and none where that is gone.
   */
  papersWithoutVector(modelId: string, limit: number, after?: string): Promise<Paper[]>;
  /** Stores vectors in one transaction; of a paper that is gone by now, or has another text, the vector is dropped. */
  addVectors(modelId: string, vectors: readonly NewPaperVector[]): Promise<void>;
  /** What was added after `cursor` (0 for all), in order, at most `limit`; read on from the last one's cursor. */
  vectorsSince(modelId: string, cursor: number, limit: number): Promise<ChangePage<StoredVector>>;
  titlesSince(cursor: number, limit: number): Promise<ChangePage<PaperTitle>>;
  /** The models of which there are vectors, the one with the most first. */
  countVectorsByModel(): Promise<{ readonly modelId: string; readonly vectors: number }[]>;
  /** Deletes at most `limit` vectors of all other models and returns how many that were; none if this one has none. */
  dropVectorsOfOthers(modelId: string, limit: number): Promise<number>;

  /** A number that is another one after each change of papers or vectors, by this process or another one. */
  lastChange(): Promise<number>;
  countPapers(): Promise<number>;
  countVectors(modelId: string): Promise<number>;
  /** Throws a ConfigError that says what is damaged, if anything is; reads the whole file. */
  checkIntegrity(): Promise<void>;

  /** Standing orders for the daily post, and what became of them. */
  readonly subscriptions: SubscriptionStore;
  readonly posts: PostStore;

  /** A place for small values with a time to live, to be opened through Keyv; each reading gives an adapter of its own. */
  readonly keyValues: KeyvStoreAdapter;
  close(): Promise<void>;
}

/** Where what is known of a paper comes from. */
export type Provenance = SourceName | 'file';

export interface Scored {
  readonly paperId: string;
  readonly score: number;
}

/** What a source counted of a paper by the end of one day; a count that is undefined is unknown, which is not 0. */
export interface PaperCounts {
  readonly paperId: string;
  /** ISO day, UTC. */
  readonly day: string;
  readonly votes?: number | undefined;
  readonly comments?: number | undefined;
  readonly stars?: number | undefined;
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

/** A vector with the text it was made of, where that may have changed meanwhile. */
export interface NewPaperVector extends PaperVector {
  readonly embeddedText?: Pick<Paper, 'title' | 'abstract'> | undefined;
}

/** A vector with what a filter asks of its paper, so that a scan can leave papers out without asking for them. */
export interface StoredVector extends PaperVector {
  readonly categories: readonly string[];
  /** ISO day; where unknown, the first of the month that an arXiv id holds, by which filters take the paper; else undefined. */
  readonly published: string | undefined;
}

/** Which papers to keep: those for which all of this holds. */
export interface PaperFilter {
  /** ISO day: published on it or later. A paper without a day, and without a month in its id, passes neither this nor `before`. */
  readonly since?: string | undefined;
  /** ISO day: published earlier. */
  readonly before?: string | undefined;
  /** At least one of them, whatever its case; `cs` stands for every `cs.*`. Empty for any. */
  readonly categories: readonly string[];
  /** All of them: whole words of one author's name in any order, accents aside; a single letter may begin a word. */
  readonly authors: readonly string[];
}

export interface MatchOptions {
  readonly filter?: PaperFilter | undefined;
  /** Papers whose scores are wanted too, beyond the limit; only such as pass the filter. */
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

export interface PaperVocabulary {
  readonly words: Iterable<string>;
  readonly abbreviations: Iterable<Omit<Abbreviation, 'papers'>>;
}

export interface CountedWord {
  readonly word: string;
  /** In how many papers it stands. */
  readonly papers: number;
}

/** "parameter-efficient fine-tuning (PEFT)". */
export interface Abbreviation {
  /** As it was first written, such as `PEFT`. */
  readonly short: string;
  /** As it was first written, such as `parameter-efficient fine-tuning`. */
  readonly long: string;
  /** The same for forms of `long` that differ only in case, hyphens or the plural. */
  readonly longKey: string;
  /** How many papers explain it so. */
  readonly papers: number;
}

/**
 * One page of what is new. A paper whose id or title changed comes again; one whose title or abstract changed comes again
 * in the vectors once it has a new one, one whose day or categories changed at once. Take out `gone` first, then put in `items`, which replace what has the same id.
 */
export interface ChangePage<T> {
  readonly items: readonly T[];
  /** Ids that no longer stand for a paper of their own: it was removed, or is now known by another id. */
  readonly removed: readonly string[];
  /** Where to read on; the cursor that was passed in when there was nothing new. */
  readonly cursor: number;
}
