/**
 * Corrupted known-item queries from the records: a sentence of the abstract with missing words, and a half-remembered
 * title.
 */

import type { Paper } from '../../src/domain/paper.ts';
import { splitSentences } from '../../src/text/sentences.ts';
import { createRandom } from './random.ts';

export interface Question {
  readonly kind: 'sentence' | 'title';
  readonly text: string;
  readonly paperId: string;
}

const SEED = 20_260_801;
const WORDS_LOST = 0.3;
const MIN_WORDS = 6;

/** `count` of each kind, or one per paper if there are fewer, mixed. */
export function makeQuestions(papers: readonly Paper[], count: number): Question[] {
  const random = createRandom(SEED);
  const shuffled = shuffle(papers, random);
  const sentences = shuffled
    .flatMap((paper): Question[] => {
      const parts = splitSentences(paper.abstract);
      const words = wordsOf(parts[Math.floor(parts.length / 2)]?.text ?? '');
      if (words.length < MIN_WORDS) return [];
      return [
        { kind: 'sentence', text: without(words, WORDS_LOST * words.length, random), paperId: paper.id },
      ];
    })
    .slice(0, count);
  const titles = shuffled
    .filter((paper) => wordsOf(paper.title).length >= MIN_WORDS)
    .slice(-count)
    .map((paper): Question => {
      const text = without(wordsOf(paper.title), 2, random);
      return { kind: 'title', text: misspell(text, random), paperId: paper.id };
    });
  return shuffle([...sentences, ...titles], random);
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** The text without the given number of words, chosen at random. */
function without(words: readonly string[], count: number, random: () => number): string {
  const left = [...words];
  for (let i = 0; i < Math.round(count); i++) left.splice(Math.floor(random() * left.length), 1);
  return left.join(' ');
}

/** Swaps two adjacent letters inside one of the words of five letters or more. */
function misspell(text: string, random: () => number): string {
  const words = wordsOf(text);
  const long = words.flatMap((word, at) => (/^\p{L}{5,}$/u.test(word) ? [at] : []));
  const at = long[Math.floor(random() * long.length)];
  const word = at === undefined ? undefined : words[at];
  if (at === undefined || !word) return text;
  const place = 1 + Math.floor(random() * (word.length - 3));
  words[at] = `${word.slice(0, place)}${word[place + 1]}${word[place]}${word.slice(place + 2)}`;
  return words.join(' ');
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
