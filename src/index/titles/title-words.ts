/** What a title, and what is typed to find it, is cut into: words of letters and digits in any script. */
import { fold } from '../../text/fold.ts';

// Scripts written without spaces count character by character, so that any part of a title finds it.
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`;
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, 'gu');

const TWO_UNSPACED = new RegExp(`[${UNSPACED}].*[${UNSPACED}]`, 'su');

/** Whether a text holds two characters or more of scripts written without spaces. */
export const isUnspaced = (text: string): boolean => TWO_UNSPACED.test(text);

/** The words of a text, lower case and without accents, in order. */
export function titleWords(text: string): string[] {
  // Nearly all titles are plain ASCII, for which this is four times as fast.
  if (/^[ -~]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return fold(text).match(WORD) ?? [];
}

/** The letters of a word as a set of 32 bits, which different letters may share. */
export function letterSet(word: string): number {
  let set = 0;
  for (let i = 0; i < word.length; i++) set |= 1 << (word.charCodeAt(i) & 31);
  return set;
}
