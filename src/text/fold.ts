/** Folds letters that are written in several ways to one: what is searched and what is indexed are folded alike. */

// Letters that Unicode does not decompose, as they are written where a keyboard lacks them.
const BASE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
  ŋ: 'n',
  Ŋ: 'N',
  ı: 'i',
};
const UNDECOMPOSED = new RegExp(`[${Object.keys(BASE_LETTERS).join('')}]`, 'g');

// In other scripts a mark is part of its letter: a vowel sign in Hindi, the voicing of a kana.
const ACCENTED =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu;

/**
 * The text without accents, in compatibility form (full-width letters and ligatures become plain ones), case kept.
 * https://unicode.org/reports/tr15/ (NFKD)
 */
export function foldAccents(text: string): string {
  if (isAscii(text)) return text;
  return text
    .normalize('NFKD')
    .replace(ACCENTED, '$1')
    .normalize('NFC')
    .replace(UNDECOMPOSED, (letter) => BASE_LETTERS[letter] ?? letter);
}

/** The same in lower case. */
export const fold = (text: string): string => foldAccents(text).toLowerCase();

export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);
