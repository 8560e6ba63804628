/** The indexes that follow the change feed of papers: words, titles and vocabulary. */
import type { ChangePage } from '../store/change-feed.ts';
import type { PaperText } from '../store/papers.ts';
import { createLexicalIndex, type UpdatableLexicalIndex } from './lexical/lexical-index.ts';
import type { Content, SavedContent } from './snapshot/content.ts';
import { createTitleIndex, type TitleIndex } from './titles/title-index.ts';
import { createVocabularyIndex, type UpdatableVocabularyIndex } from './vocabulary/vocabulary-index.ts';

export interface PaperIndexes {
  readonly lexical: UpdatableLexicalIndex;
  readonly titles: TitleIndex;
  readonly vocabulary: UpdatableVocabularyIndex;
  /** The position in the change feed. */
  readonly cursor: number;
  apply(page: ChangePage<PaperText>): void;
  save(): Content;
}

export function createPaperIndexes(saved?: SavedContent): PaperIndexes {
  const lexical = createLexicalIndex(saved?.part('lexical'));
  const titles = createTitleIndex(saved?.part('titles'));
  const vocabulary = createVocabularyIndex(saved?.part('vocabulary'));
  let cursor = saved?.number('cursor') ?? 0;
  return {
    lexical,
    titles,
    vocabulary,
    get cursor() {
      return cursor;
    },
    apply({ items, removed, cursor: next }) {
      lexical.remove(removed);
      titles.remove(removed);
      lexical.add(items);
      titles.add(items);
      vocabulary.add(items);
      cursor = next;
    },
    save: () => ({ lexical: lexical.save(), titles: titles.save(), vocabulary: vocabulary.save(), cursor }),
  };
}
