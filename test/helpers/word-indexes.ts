/** Word indexes over given stores, updated before each call. */
import { createPaperIndexes, type PaperIndexes } from '../../src/index/paper-indexes.ts';
import { createVocabulary, type Vocabulary } from '../../src/retrieval/query/vocabulary.ts';
import type { SearchedWords } from '../../src/retrieval/searched-words.ts';
import type { Stores } from '../../src/store/stores.ts';

const opened = new WeakMap<Stores, PaperIndexes>();

export async function indexesOf(stores: Stores): Promise<PaperIndexes> {
  let indexes = opened.get(stores);
  if (!indexes || indexes.lexical.needsCompaction) indexes = createPaperIndexes();
  opened.set(stores, indexes);
  for (let isMore = true; isMore; ) {
    const page = await stores.papers.since(indexes.cursor, 100);
    indexes.apply(page);
    isMore = page.items.length === 100;
  }
  return indexes;
}

export const lexicalOf = (stores: Stores): SearchedWords['lexical'] => ({
  get size() {
    return opened.get(stores)?.lexical.size ?? 0;
  },
  documentFrequencies: async (words) => (await indexesOf(stores)).lexical.documentFrequencies(words),
  search: async (...asked) => (await indexesOf(stores)).lexical.search(...asked),
  positions: async (...asked) => (await indexesOf(stores)).lexical.positions(...asked),
});

/** Indexes the stored words; `refresh` adds later ones. */
export async function openWords(
  stores: Stores,
): Promise<SearchedWords & { readonly vocabulary: Vocabulary; refresh(): Promise<unknown> }> {
  const { vocabulary, lexical, titles } = await indexesOf(stores);
  return {
    stores,
    lexical: lexicalOf(stores),
    titles,
    vocabulary: createVocabulary(vocabulary, () => lexical.size),
    refresh: () => indexesOf(stores),
  };
}
