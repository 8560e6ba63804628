/** The papers' vocabulary: counted words and abbreviations, with the speller made from them. */
import type { VocabularyIndex } from '../../index/vocabulary/vocabulary-index.ts';
import { createDictionary } from './dictionary.ts';
import { createSpeller, type Speller } from './spelling.ts';

export interface Vocabulary extends VocabularyIndex {
  readonly speller: Speller;
}

// The speller is rebuilt after this much growth: a few papers would hardly change it.
const STALE_GROWTH = 1.01;

/** `countPapers` returns the number of papers counted in `index`. */
export function createVocabulary(index: VocabularyIndex, countPapers: () => number): Vocabulary {
  const isEnglish = createDictionary();
  let made: { readonly papers: number; readonly speller: Speller } | undefined;

  function currentSpeller(): Speller {
    const papers = countPapers();
    const ratio = papers / Math.max(1, made?.papers ?? 0);
    if (!made || ratio >= STALE_GROWTH || ratio <= 1 / STALE_GROWTH)
      made = { papers, speller: createSpeller(index.commonWords(minPapersOf(papers)), isEnglish) };
    return made.speller;
  }

  return {
    commonWords: index.commonWords,
    papersWith: index.papersWith,
    meaningsOf: index.meaningsOf,
    abbreviationsOf: index.abbreviationsOf,
    speller: {
      nearest: (word) => currentSpeller().nearest(word),
      isEnglish,
      papersWith: index.papersWith,
    },
  };
}

/**
 * The document frequency that a correction needs: 1 in 100 papers, 2 in 10,000. With more papers, the same typo occurs
 * in two of them more often.
 */
function minPapersOf(papers: number): number {
  return Math.max(1, Math.floor(Math.log10(papers)) - 2);
}
