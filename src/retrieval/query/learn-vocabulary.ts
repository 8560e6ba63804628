/** Learns from the papers' own text which words there are and what abbreviations stand for. */
import { setImmediate } from 'node:timers/promises';
import type { Paper } from '../../domain/paper.ts';
import type { Stores } from '../../store/stores.ts';
import type { PaperVocabulary } from '../../store/vocabulary.ts';
import { findAbbreviations } from './abbreviations.ts';
import { vocabularyWords } from './content-words.ts';

// Some 12 ms a batch, three times as long at first, in which the process does nothing else.
const BESIDE_QUESTIONS = 40;

/**
 * Learns from all papers whose text is new, `atOnce` by `atOnce` with room for others in between, until that is done or
 * `signal` aborts; what was learned is kept, and the next call goes on from there. Returns how many papers it read.
 */
export async function learnVocabulary(
  stores: Stores,
  signal: AbortSignal,
  atOnce = BESIDE_QUESTIONS,
): Promise<number> {
  let papers = 0;
  while (!signal.aborted) {
    const learned = await stores.vocabulary.learn(atOnce, readVocabulary);
    papers += learned;
    if (learned < atOnce) break;
    await setImmediate();
  }
  return papers;
}

function readVocabulary({ title, abstract }: Paper): PaperVocabulary {
  return {
    words: vocabularyWords(`${title}\n${abstract}`),
    abbreviations: findAbbreviations(`${title}\n${abstract}`),
  };
}
