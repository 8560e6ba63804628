/** Query translation from languages that write no spaces: the longest term first, from left to right. */
import type { BilingualLexicon } from './bilingual-lexicon.ts';
import { keyOf } from './bilingual-lexicon.ts';
import { functionWordsOf } from './function-words.ts';
import type { Reading } from './translation.ts';

const LATIN = /[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}._-]*/uy;
const LETTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const LONGEST_WORD = 8;

export function readUnspaced(
  { language, terms }: BilingualLexicon,
  general: ReadonlyMap<string, string>,
  text: string,
): Reading {
  const plain = text.normalize('NFKC');
  const folded = plain.toLowerCase();
  const functionWords = functionWordsOf(language);
  const translated: string[] = [];
  let understood = 0;
  let unknown = 0;
  let ownWords = 0;
  for (let at = 0; at < folded.length; ) {
    LATIN.lastIndex = at;
    const latin = LATIN.exec(plain)?.[0];
    const term = terms
      .get(keyOf(folded.slice(at), false))
      ?.find(({ words }) => folded.startsWith(words[0], at));
    const word = longestAt(folded, at, general);
    const skipped = longestAt(folded, at, functionWords).length;
    if (term) {
      translated.push(term.english);
      understood += term.words[0].length;
      ownWords++;
      at += term.words[0].length;
    } else if (latin) {
      translated.push(latin);
      at += latin.length;
    } else if (word.length > skipped) {
      translated.push(general.get(word) ?? word);
      understood += word.length;
      at += word.length;
    } else {
      if (skipped === 0 && LETTER.test(folded.charAt(at))) unknown++;
      at += Math.max(1, skipped);
    }
  }
  const letters = understood + unknown;
  return { language, english: translated.join(' '), coverage: letters && understood / letters, ownWords };
}

function longestAt(text: string, at: number, words: { has(word: string): boolean }): string {
  for (let length = LONGEST_WORD; length > 0; length--) {
    const word = text.slice(at, at + length);
    if (words.has(word)) return word;
  }
  return '';
}
