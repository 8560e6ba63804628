/** The inputs for understanding a query: the papers, and the word indexes. */
import type { LexicalIndex } from '../index/lexical/lexical-index.ts';
import type { VocabularyIndex } from '../index/vocabulary/vocabulary-index.ts';
import type { Stores } from '../store/stores.ts';

export interface SearchedWords {
  readonly stores: Stores;
  readonly lexical: LexicalIndex;
  readonly vocabulary: VocabularyIndex;
}
