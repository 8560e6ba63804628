/** The ordinary words of a text, as the vocabulary counts them. */
import { withoutAccents } from '../../text/fold.ts';

const ORDINARY = /(?<![\p{L}\p{N}])[a-zA-Z]{2,24}(?![\p{L}\p{N}])/gu;
// RAG, LoRA and LLMs are abbreviations, ImageNet is a word.
const MAX_ABBREVIATION_CHARS = 5;

/**
 * The different ordinary words of a text, in lower case and without accents: 2 to 24 letters from a to z, no digits. What
 * is written as an abbreviation is none, so that it can be told how often "clip" is a word and not CLIP.
 */
export function vocabularyWords(text: string): Set<string> {
  // Nearly all abstracts are plain ASCII.
  const plain = /^[ -~\s]*$/.test(text) ? text : withoutAccents(text);
  const words = new Set<string>();
  for (const word of plain.match(ORDINARY) ?? []) if (!isAbbreviation(word)) words.add(word.toLowerCase());
  return words;
}

/** Whether it is short and holds two capitals, as RAG and LoRA do. */
export const isAbbreviation = (word: string): boolean =>
  word.length <= MAX_ABBREVIATION_CHARS && /[A-Z].*[A-Z]/.test(word);

/** Of a question in nothing but capitals they say nothing; a word alone may be an abbreviation. */
export const isAllCaps = (text: string): boolean => !/\p{Ll}/u.test(text) && /\s/.test(text.trim());
