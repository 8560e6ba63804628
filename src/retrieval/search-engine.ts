/** The catalog together with what is held in memory to search it. */
import type { Embedder } from '../embedding/embedder.ts';
import type { LexicalIndex } from '../index/lexical/lexical-index.ts';
import type { TitleIndex } from '../index/titles/title-index.ts';
import type { VectorIndex } from '../index/vector/vector-index.ts';
import type { PaperFetcher } from '../store/paper-fetcher.ts';
import type { Stores } from '../store/stores.ts';
import type { TrainedAnswerability } from './answerability/classifier.ts';
import type { FieldTitles } from './answerability/field.ts';
import type { Translation } from './query/translation.ts';
import type { Vocabulary } from './query/vocabulary.ts';
import type { RankingOptions } from './ranking-options.ts';

export interface SearchEngine {
  readonly stores: Stores;
  /** The model whose vectors answer, and these vectors. Both may change between two awaits, together: take them at once. */
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  readonly lexical: LexicalIndex;
  readonly titles: Pick<TitleIndex, 'find' | 'titleOf' | 'size'>;
  readonly vocabulary: Vocabulary;
  readonly ranking: RankingOptions;
  /** Fetches a paper that isn't here by its id; undefined where no source may be asked. */
  readonly fetchPaper: PaperFetcher | undefined;
  readonly field: FieldTitles;
  /** The English form of a query in another language; undefined for English and for languages without a lexicon. */
  readonly translate: (text: string) => Translation | undefined;
  /** The answerability classifier, trained on first use. */
  answerability(): Promise<TrainedAnswerability>;
  /**
   * Takes in what was added since the last call, by this process or another one on the same database. Of a long backlog
   * it waits for the first part only; the rest follows in the background.
   */
  refresh(): Promise<void>;
  /** The same, waiting for all of it. */
  refreshAll(): Promise<void>;
  /** False while a backlog is being taken in: questions are answered by what has been taken in so far. */
  isComplete(): boolean;
  /**
   * Saves the indexes beside the database, so that the next start reads them back.
   * @param minChanges Fewer changes since the last time are not saved; 1 if left out.
   */
  saveSnapshot(minChanges?: number): Promise<void>;
  /** Answers with another model from now on, once all its vectors that are stored have been read. */
  switchTo(embedder: Embedder): Promise<void>;
}
