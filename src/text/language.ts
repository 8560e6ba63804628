/** Languages as people name them, and whether a text is in one. */
import { UserError } from '../domain/errors.ts';

export interface Language {
  /** BCP 47, such as "de" or "zh-Hant". */
  readonly code: string;
  /** In English. */
  readonly name: string;
  /** In the language itself, where that is known. */
  readonly ownName: string;
}

export const ENGLISH: Language = { code: 'en', name: 'English', ownName: 'English' };

const VARIANTS = ['pt-BR', 'zh-Hans', 'zh-Hant'];
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
let known: readonly Language[] | undefined;

/** All with a code of two letters that Node knows, in the order of their codes; made when first asked for. */
function languages(): readonly Language[] {
  if (known) return known;
  const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const codes = [...LETTERS.flatMap((first) => LETTERS.map((second) => first + second)), ...VARIANTS];
  known = codes.flatMap((code) => {
    const name = english.of(code);
    if (!name) return [];
    const own = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' });
    return [{ code, name, ownName: own.of(code) ?? name }];
  });
  return known;
}

/**
 * The language that somebody names in English, in itself, or by a code such as `de` or `de-AT`.
 * @throws UserError with examples where there is none.
 */
export function readLanguage(typed: string): Language {
  const wanted = folded(typed);
  const code = /^([a-z]{2})(?:[-_][a-z0-9]+)*$/.exec(wanted)?.[1];
  const found =
    languages().find((each) => namesOf(each).includes(wanted.replaceAll('_', '-'))) ??
    languages().find((each) => each.code === code);
  if (found) return found;
  throw new UserError(
    `I don't know the language “${typed.trim().slice(0, 40)}”. Write it as German, Deutsch or de, for example.`,
  );
}

/** Languages whose names begin with what is typed, then those that hold it. */
export function completeLanguage(typed: string, count: number): readonly Language[] {
  const wanted = folded(typed);
  const fits = (test: (name: string) => boolean) => languages().filter((each) => namesOf(each).some(test));
  const begins = fits((name) => name.startsWith(wanted));
  return [...new Set([...begins, ...fits((name) => name.includes(wanted))])].slice(0, count);
}

const namesOf = ({ code, name, ownName }: Language): string[] => [code, name, ownName].map(folded);

const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').trim().toLowerCase();

const SCRIPTS: Readonly<Record<string, string>> = {
  Jpan: String.raw`\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}`,
  Kore: String.raw`\p{Script=Hangul}`,
  Hans: String.raw`\p{Script=Han}`,
  Hant: String.raw`\p{Script=Han}`,
};
const MIN_SHARE = 0.4;
const LIKELY = 3;

/**
 * True if a text is roughly in the language: by its script, and in Latin script by its words. Indistinguishable
 * languages count as one.
 */
export async function createLanguageCheck({ code }: Language): Promise<(text: string) => boolean> {
  // The words of all languages: larger than all else of the program, and hardly ever needed.
  const { detectAll, supportedLanguages, toISO3 } = await import('tinyld');
  const { script = 'Latn', language } = new Intl.Locale(code).maximize();
  const own = new RegExp(`[${SCRIPTS[script] ?? String.raw`\p{Script=${script}}`}]`, 'u');
  return (text) => {
    const letters = text.match(/\p{L}/gu) ?? [];
    if (letters.filter((letter) => own.test(letter)).length < MIN_SHARE * letters.length) return false;
    // Kanji alone are no Japanese.
    if (script === 'Jpan' && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return false;
    if (script !== 'Latn') return true;
    const likely = detectAll(text).map(({ lang }) => lang);
    if (code !== 'en' && likely[0] === 'en') return false;
    return !supportedLanguages.includes(toISO3(language)) || likely.slice(0, LIKELY).includes(language);
  };
}

const SURE = 0.9;
const MIN_WORDS = 3;

/**
 * True if a text is certainly not English: by its script, or by three words or more. A name, an abbreviation or a typo
 * may look like anything.
 */
export async function isSurelyForeign(text: string): Promise<boolean> {
  if (!isLatin(text)) return true;
  if (wordsOf(text).length < MIN_WORDS) return false;
  const { detectAll } = await import('tinyld');
  const [likeliest] = detectAll(text);
  return likeliest !== undefined && likeliest.lang !== 'en' && likeliest.accuracy >= SURE;
}

/**
 * True if an answer is roughly in its question's non-English language; for undetectably short questions, non-English in
 * the same script. `isKnown` knows English words.
 */
export async function isInLanguageOf(
  question: string,
  text: string,
  isKnown: (word: string) => boolean,
): Promise<boolean> {
  const { detectAll } = await import('tinyld');
  const [own] = detectAll(question);
  const likely = detectAll(text).map(({ lang }) => lang);
  const words = wordsOf(question);
  if (isLatin(question) !== isLatin(text) || likely[0] === 'en') return false;
  if (own && (!isLatin(question) || words.length >= MIN_WORDS))
    return own.lang !== 'en' && likely.slice(0, LIKELY).includes(own.lang);
  return words.some((word) => !isKnown(word.toLowerCase()));
}

function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length >= MIN_SHARE * letters.length;
}

const wordsOf = (text: string): string[] => text.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
