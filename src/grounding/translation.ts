/** Checks on a translation that need no knowledge of its language: numbers, names, length, and untranslated English. */
import { isStopWord } from '../text/stop-words.ts';
import { hasOnlyNames, keepsNames, supportedNames } from './entity-consistency.ts';
import { hasOnlyNumbers, keepsNumbers, supportedNumbers } from './numeric-consistency.ts';

/** More consecutive English words are an untranslated part. */
const MAX_ENGLISH_RUN = 3;
/** This many long words have a cognate in most languages with Latin script, such as "Modell" for "model". */
const MIN_LONG_WORDS = 4;
const LONG_WORD_CHARS = 5;
const WORDS = /[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*/gu;

/** True if a text has no number and no name that the original, in whatever language, lacks. */
export const isFaithful = (text: string, original: string): boolean =>
  hasOnlyNumbers(text, supportedNumbers(original)) &&
  hasOnlyNames(text, supportedNames(original), 'form', () => true);

/**
 * True if a text may translate an English one: it has exactly its numbers and names, is not much longer, shares
 * cognates in Latin script, and has no English clause.
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

/** Other scripts can't be compared. */
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

/** The first letters, as most languages borrow them: "Komplex" and "complex", "phase" and "fase". */
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
