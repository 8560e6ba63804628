/** Cuts text into tokens: runs of letters and digits, folded. Texts, titles, names and queries are all cut here. */
import { fold, isAscii, withoutAccents } from './fold.ts';

const TOKEN = /[\p{L}\p{N}\p{M}]+/gu;
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`;
const CHARACTER_OR_RUN = new RegExp(`[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const TWO_UNSPACED = new RegExp(`[${UNSPACED}].*[${UNSPACED}]`, 'su');

// Damaged papers hold tokens of hundreds of thousands of letters.
const MAX_TOKEN_CHARS = 64;

/** Takes the token that lies in `folded` from `start` up to before `end`; `written` is the same text with its capitals. */
export type VisitToken = (folded: string, start: number, end: number, written: string) => void;

/** Calls `visit` for each token in order, without making a string of each. */
export function forEachToken(text: string, visit: VisitToken): void {
  if (isAscii(text)) {
    forEachAsciiToken(text.toLowerCase(), text, visit);
    return;
  }
  const folded = fold(text);
  const accentless = withoutAccents(text);
  // A letter that is folded to several leaves no way to tell which capitals were whose.
  const written = folded.length === accentless.length ? accentless : folded;
  if (isAscii(folded)) {
    forEachAsciiToken(folded, written, visit);
    return;
  }
  for (const match of folded.matchAll(TOKEN))
    visit(folded, match.index, match.index + Math.min(match[0].length, MAX_TOKEN_CHARS), written);
}

function forEachAsciiToken(folded: string, written: string, visit: VisitToken): void {
  let start = 0;
  for (let at = 0; at <= folded.length; at++) {
    if (at < folded.length && isLetterOrDigit(folded.charCodeAt(at))) continue;
    if (at > start) visit(folded, start, Math.min(at, start + MAX_TOKEN_CHARS), written);
    start = at + 1;
  }
}

const isLetterOrDigit = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

/** The tokens of a text, in order. */
export function tokenize(text: string): string[] {
  const tokens: string[] = [];
  forEachToken(text, (folded, start, end) => tokens.push(folded.slice(start, end)));
  return tokens;
}

/** The same, but scripts written without spaces are cut into characters, so that any part of a phrase finds it. */
export function tokenizeByCharacter(text: string): string[] {
  return isAscii(text) ? tokenize(text) : (fold(text).match(CHARACTER_OR_RUN) ?? []);
}

/** True if a text holds two characters or more of scripts written without spaces. */
export const isUnspaced = (text: string): boolean => TWO_UNSPACED.test(text);
