/** Words and abbreviations counted from the papers' own text. */
import type { Paper } from '../domain/paper.ts';
import type { CountedWord } from './papers.ts';

export interface VocabularyStore {
  /**
   * Counts the words and abbreviations of at most `limit` papers whose text has not been counted yet, in one transaction.
   * Returns how many papers it counted: 0 when all are. `read` gives each word and abbreviation of a paper once.
   */
  learn(limit: number, read: (paper: Paper) => PaperVocabulary): Promise<number>;
  /** The words that at least `minPapers` papers hold, the commonest first. */
  commonWords(minPapers: number): Promise<CountedWord[]>;
  /** The meanings of these abbreviations, in any case, the commonest first. */
  meaningsOf(shorts: readonly string[]): Promise<Abbreviation[]>;
  /** The abbreviations of these meanings, given as `longKey`, the commonest first. */
  abbreviationsOf(longKeys: readonly string[]): Promise<Abbreviation[]>;
}

export interface PaperVocabulary {
  readonly words: Iterable<string>;
  readonly abbreviations: Iterable<Omit<Abbreviation, 'papers'>>;
}

/** "parameter-efficient fine-tuning (PEFT)". */
export interface Abbreviation {
  /** As first written, such as `PEFT`. */
  readonly short: string;
  /** As first written, such as `parameter-efficient fine-tuning`. */
  readonly long: string;
  /** Equal for forms of `long` that differ only in case, hyphens or the plural. */
  readonly longKey: string;
  /** How many papers define it so. */
  readonly papers: number;
}
