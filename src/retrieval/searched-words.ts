/** The inputs for understanding a query: the papers, and the indexes of words and titles. */
import type { LexicalIndex } from '../index/lexical/lexical-index.ts';
import type { TitleIndex } from '../index/titles/title-index.ts';
import type { VocabularyIndex } from '../index/vocabulary/vocabulary-index.ts';
import type { Stores } from '../store/stores.ts';

export interface SearchedWords {
  readonly stores: Stores;
  readonly lexical: LexicalIndex;
  readonly titles: Pick<TitleIndex, 'titleOf'>;
  readonly vocabulary: VocabularyIndex;
}
