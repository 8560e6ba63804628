/** The words of a sentence that a model wrote, held against those of the papers it cites. */
import { stem } from '../text/stem.ts';
import { isStopWord } from '../text/stop-words.ts';

/** Of a sentence's telling words, which part the papers have to hold. */
const MIN_SHARE = 0.4;
/** More in a row that the papers don't hold are a thought of their own. */
const MAX_STRANGE_IN_A_ROW = 3;
/** So many in one part of a sentence, with none that is held beside them, are glued on. */
const GLUED_WORDS = 3;
const MIN_WORDS = 3;

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)?/gu;
/** What says how things hang together, and nothing of what they are; fillers aside, which are a question's. */
const LINKS = new Set(
  `across after again against along although among another anyone because before between both cannot doesn't during each
even every few first here however instead least less made making many much must need needs never nor now off often once
others paper papers rather see shows since still take them themselves together until upon useful well whether while within
yet authors author don't isn't can't`.split(/\s+/),
);
const PARTS = /[,;:()/|—–]|\s-\s|\b(?:and|but|or|while|whereas)\b/giu;

/** Whether it ends as a sentence does, and is more than a word or two. Thai and Lao have no mark for that. */
export function isWholeSentence(text: string): boolean {
  const ends = /(?:[.!?…]|\p{Sentence_Terminal}|[\p{Script=Thai}\p{Script=Lao}])[\p{Pe}\p{Pf}"']*$/u.test(
    text,
  );
  const words = text.match(WORD) ?? [];
  // What is written without spaces is one such word.
  return (
    ends &&
    (words.length >= MIN_WORDS ||
      words.some((word) => word.length > 20 || /[^\p{Script=Latin}]{6}/u.test(word)))
  );
}

/**
 * Whether another sentence begins in the middle, as in "more money / We propose": a small word with a capital, where the
 * papers don't have it so.
 */
export function hasSplice(text: string, papers: string): boolean {
  for (const [pair, before = '', word = ''] of text.matchAll(
    /(\S+)\s+(?=(\p{Lu}[\p{Ll}]+)(?![\p{L}\p{N}-]))/gu,
  )) {
    if (!isStopWord(word.toLowerCase()) || /[:"“‘([]$/.test(before)) continue;
    if (!papers.includes(`${pair}${word}`)) return true;
  }
  return false;
}

/**
 * Whether the papers hold enough of the words of an English sentence: four in ten, with no long stretch, nor a part of the
 * sentence, that is strange to them, and each word that isn't English. `held` is in lower case.
 */
export function hasOwnWords(
  text: string,
  held: ReadonlySet<string>,
  isWord: (word: string) => boolean,
): boolean {
  const stems = new Set([...held].map((word) => stem(word)));
  const isHeld = (word: string): boolean => held.has(word) || stems.has(stem(word));
  const parts = text.split(PARTS).map(contentWords);
  const words = parts.flat();
  if (words.some((word) => !isHeld(word) && !/^\d+$/.test(word) && !isWord(word))) return false;
  if (parts.some((part) => part.length >= GLUED_WORDS && !part.some(isHeld))) return false;
  let strange = 0;
  for (const word of words) {
    strange = isHeld(word) ? 0 : strange + 1;
    if (strange > MAX_STRANGE_IN_A_ROW) return false;
  }
  return words.filter(isHeld).length >= MIN_SHARE * words.length;
}

const contentWords = (text: string): string[] =>
  (text.toLowerCase().match(WORD) ?? [])
    .map((word) => word.replace(/['’]s$/, ''))
    .filter((word) => !isStopWord(word) && !LINKS.has(word.replace('’', "'")));
