/** The field's terms in other languages, with their English equivalents. */
import { readFileSync } from 'node:fs';
import { projectPath } from '../../lib/package-root.ts';
import { isFunctionWord } from './function-words.ts';
import type { LexiconLanguage } from './translation.ts';

export interface Term {
  /** Content words, folded; for a language without spaces, the whole term as one. */
  readonly words: readonly [string, ...string[]];
  readonly english: string;
}

export interface BilingualLexicon {
  readonly language: LexiconLanguage;
  /** True if the language writes spaces between words. */
  readonly isSpaced: boolean;
  /** By the first letters of their first word, long terms first. */
  readonly terms: ReadonlyMap<string, readonly Term[]>;
}

const TERMS = 'data/languages/terms.tsv';
const GENERAL_WORDS = 'data/languages/words.tsv';
// Inflected forms share their beginnings.
const KEY_CHARS = 4;

/** Index keys: one letter is too many for Chinese or Japanese, four too few for German. */
export const keyOf = (word: string, isSpaced: boolean): string => word.slice(0, isSpaced ? KEY_CHARS : 1);

/** Lower case, without accents, full-width forms made plain. */
export const foldWord = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}])\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe');

/** Words of a text in a language with spaces; apostrophes and hyphens separate them. */
export const spacedWords = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];

/** Reads the terms of all languages; a duplicate term keeps its first meaning. */
export function readBilingualLexicons(): readonly BilingualLexicon[] {
  const [header = [], ...rows] = readRows(TERMS);
  return header.slice(1).map((code, i) => {
    const language = code as LexiconLanguage;
    const isSpaced = language !== 'zh' && language !== 'ja';
    const terms = new Map<string, Term[]>();
    const seen = new Set<string>();
    for (const row of rows) {
      for (const written of row[i + 1]?.split('|') ?? []) {
        const words = wordsOfTerm(language, isSpaced, written);
        if (!words || seen.has(words.join(' '))) continue;
        seen.add(words.join(' '));
        const key = keyOf(words[0], isSpaced);
        terms.set(key, [...(terms.get(key) ?? []), { words, english: row[0] ?? '' }]);
      }
    }
    for (const alike of terms.values()) alike.sort((a, b) => sizeOf(b) - sizeOf(a));
    return { language, isSpaced, terms };
  });
}

/** English meanings of general words in any language, folded, outside the field's terms. */
export function readGeneralWords(): ReadonlyMap<string, string> {
  return new Map(readRows(GENERAL_WORDS).map(([word = '', english = '']) => [word, english]));
}

function wordsOfTerm(
  language: LexiconLanguage,
  isSpaced: boolean,
  written: string,
): Term['words'] | undefined {
  const folded = foldWord(written);
  if (!isSpaced) return isFunctionWord(language, folded) ? undefined : [folded];
  const all = spacedWords(folded);
  const [first, ...rest] = all.filter((word) => word.length > 1 && !isFunctionWord(language, word));
  // The rest of “sans exemple” alone means something else.
  return first === undefined || (rest.length === 0 && all.length > 1) ? undefined : [first, ...rest];
}

const readRows = (file: string): string[][] =>
  readFileSync(projectPath(file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

const sizeOf = ({ words }: Term): number => words.length * 100 + words.join('').length;
