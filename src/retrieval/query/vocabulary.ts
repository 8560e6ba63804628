/** What the catalog's own text has taught about words, kept up to date: the speller in memory, the rest in the catalog. */
import type { Stores } from '../../store/stores.ts';
import { createDictionary } from './dictionary.ts';
import { learnVocabulary } from './learn-vocabulary.ts';
import { createSpeller, type Speller } from './spelling.ts';

export interface Vocabulary {
  /** Knows nothing before the first `refresh`. */
  readonly speller: Speller;
  /**
   * Learns from papers that are new. To be called when the program starts and after papers came in, not to be waited
   * for by a question: after an import it takes seconds. Returns how many papers it learned from. Where nobody asks
   * meanwhile, more of them `atOnce` take less time in all.
   */
  refresh(signal: AbortSignal, atOnce?: number): Promise<number>;
}

export function createVocabulary(stores: Stores): Vocabulary {
  const isEnglish = createDictionary();
  let speller = createSpeller([], isEnglish);
  let knownPapers = 0;

  const learn = async (signal: AbortSignal, atOnce?: number): Promise<number> => {
    const learned = await learnVocabulary(stores, signal, atOnce);
    const papers = await stores.papers.count();
    // Another process may have learned, so the number of papers is what tells.
    if (learned > 0 || papers !== knownPapers) {
      speller = createSpeller(await stores.vocabulary.commonWords(minPapersOf(papers)), isEnglish);
      knownPapers = papers;
    }
    return learned;
  };

  let turn: Promise<number> = Promise.resolve(0);
  return {
    get speller() {
      return speller;
    },
    refresh(signal, atOnce) {
      turn = turn.then(
        () => learn(signal, atOnce),
        () => learn(signal, atOnce),
      );
      return turn;
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
