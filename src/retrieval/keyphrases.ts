/** Keyphrases of papers, short enough to search for. */
import { isStopWord } from '../text/stop-words.ts';

const MAX_TOPICS = 3;
const MAX_WORDS = 3;
const MIN_WORD_CHARS = 2;
const MIN_TITLES = 2;
// Words around the topic of a title.
const AROUND_TOPICS = new Set(
  'analysis approach approaches based beyond case efficient framework method methods new novel paper rethinking review revisiting study survey towards toward understanding via'.split(
    ' ',
  ),
);

/**
 * The phrases of two or three words that most of these titles share, best first, at most three. Of overlapping phrases
 * only the one in more titles, or else the longer.
 */
export function keyphrasesOf(titles: readonly string[]): string[] {
  const titlesWith = new Map<string, number>();
  for (const title of titles) {
    for (const phrase of new Set(phrasesOf(title))) titlesWith.set(phrase, (titlesWith.get(phrase) ?? 0) + 1);
  }
  const shared = [...titlesWith]
    .filter(([, count]) => count >= MIN_TITLES)
    .sort(([a, inA], [b, inB]) => inB - inA || b.split(' ').length - a.split(' ').length);
  const topics: string[] = [];
  for (const [phrase] of shared) {
    const words = phrase.split(' ');
    const isNew = topics.every(
      (topic) => topic.split(' ').filter((word) => words.includes(word)).length === 0,
    );
    if (isNew && topics.length < MAX_TOPICS) topics.push(phrase);
  }
  return topics;
}

function phrasesOf(title: string): string[] {
  return title.split(/[^\p{L}\p{N}\p{M}\s/-]+/u).flatMap((part) => {
    const words = part.split(/\s+/).map(asWritten);
    return words.flatMap((_, start) => {
      const phrases: string[] = [];
      for (let length = 2; length <= MAX_WORDS && start + length <= words.length; length++) {
        const run = words.slice(start, start + length);
        if (run.every(tells)) phrases.push(run.join(' '));
      }
      return phrases;
    });
  });
}

const tells = (word: string): boolean =>
  word.length >= MIN_WORD_CHARS && !isStopWord(word.toLowerCase()) && !AROUND_TOPICS.has(word.toLowerCase());

/** In lower case, except words with other spellings: LLMs, 3D. */
const asWritten = (word: string): string =>
  /\p{Lu}.*\p{Lu}|\p{N}/u.test(word.replaceAll('-', ' ').split(' ')[0] ?? '') ? word : word.toLowerCase();
