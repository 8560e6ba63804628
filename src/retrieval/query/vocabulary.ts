/** What the papers' own text teaches about words: the counted words and abbreviations, and the speller made of them. */
import type { VocabularyIndex } from '../../index/vocabulary/vocabulary-index.ts';
import { createDictionary } from './dictionary.ts';
import { createSpeller, type Speller } from './spelling.ts';

export interface Vocabulary extends VocabularyIndex {
  readonly speller: Speller;
}

// The speller is made anew once there are this many times as many papers: of few more it would hardly differ.
const STALE_GROWTH = 1.01;

/** `countPapers` gives the number of papers counted in `index`. */
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
 * In how many papers a word must stand to be what somebody meant: 1 of 100, 2 of 10,000. The more papers, the more
 * often the same slip is in two of them.
 */
function minPapersOf(papers: number): number {
  return Math.max(1, Math.floor(Math.log10(papers)) - 2);
}
