/** What can be told of a translation without knowing its language: numbers, names, length, and words left in English. */
import { isStopWord } from '../text/stop-words.ts';
import { hasOnlyNames, keepsNames, supportedNames } from './entity-consistency.ts';
import { hasOnlyNumbers, keepsNumbers, supportedNumbers } from './numeric-consistency.ts';

/** More English words in a row are a part that was not translated. */
const MAX_ENGLISH_RUN = 3;
/** So many long words have a relative in most languages with Latin letters, as "Modell" is one of "model". */
const MIN_LONG_WORDS = 4;
const LONG_WORD_CHARS = 5;
const WORDS = /[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*/gu;

/** True where a text has no number and no name that the original, in whatever language, hasn't. */
export const isFaithful = (text: string, original: string): boolean =>
  hasOnlyNumbers(text, supportedNumbers(original)) &&
  hasOnlyNames(text, supportedNames(original), 'form', () => true);

/**
 * True where a text may translate an English one: it has its numbers and names and no others, is not much longer, is
 * about something that sounds alike where its letters are Latin, and leaves no clause in English.
 */
export const isTranslation = (translation: string, original: string): boolean =>
  translation.length <= 60 + 3 * original.length &&
  isFaithful(translation, original) &&
  keepsNumbers(translation, original) &&
  keepsNames(translation, original) &&
  !hasEnglishRun(translation, original) &&
  sharesWords(translation, original);

function hasEnglishRun(translation: string, original: string): boolean {
  const english = new Set(wordsOf(original).map((word) => word.toLowerCase()));
  let run: string[] = [];
  for (const word of wordsOf(translation)) {
    const isEnglish =
      english.has(word.toLowerCase()) || (/^\p{Ll}/u.test(word) && isStopWord(word) && run.length > 0);
    run = isEnglish ? [...run, word] : [];
    const small = run.filter((each) => /^\p{Ll}/u.test(each));
    if (run.length > MAX_ENGLISH_RUN && small.length >= run.length / 2 && small.some(isStopWord)) return true;
  }
  return false;
}

/** In other scripts nothing can be compared. */
function sharesWords(translation: string, original: string): boolean {
  const long = wordsOf(original).filter(
    (word) => word.length >= LONG_WORD_CHARS && !isStopWord(word.toLowerCase()),
  );
  const words = wordsOf(translation);
  const latin = words.filter((word) => /^[\p{Script=Latin}\p{M}'’-]+$/u.test(word));
  if (long.length < MIN_LONG_WORDS || latin.length < words.length / 2) return true;
  const heads = new Set(long.map(headOf));
  return latin.some((word) => word.length >= LONG_WORD_CHARS - 1 && heads.has(headOf(word)));
}

/** The first letters, written as most languages borrow them: "Komplex" and "complex", "phase" and "fase". */
const headOf = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ph/g, 'f')
    .replace(/[ck]h?/g, 'k')
    .replace(/y/g, 'i')
    .replace(/(.)\1/g, '$1')
    .slice(0, 4);

const wordsOf = (text: string): string[] => text.match(WORDS) ?? [];
