/** Finds where a text explains an abbreviation: "parameter-efficient fine-tuning (PEFT)". */
import { fold } from './fold.ts';

export interface AbbreviationDefinition {
  /** In its written form, such as `PEFT`. */
  readonly short: string;
  /** In its written form, such as `parameter-efficient fine-tuning`. */
  readonly long: string;
  /** Equal for forms of `long` that differ only in case, hyphens or the plural. */
  readonly longKey: string;
}

const MIN_SHORT_CHARS = 2;
const MAX_SHORT_CHARS = 10;
const MAX_LONG_CHARS = 100;
const BRACKETS = /\(([^()]{2,120})\)/g;

/**
 * The abbreviations that a text explains, each once, by Schwartz and Hearst, "A Simple Algorithm for Identifying
 * Abbreviation Definitions in Biomedical Text" (2003), on brackets that hold either of the two. Stricter than theirs in
 * one thing: an abbreviation holds two capitals, for many a bracket in a paper holds an ordinary word.
 */
export function findAbbreviations(text: string): AbbreviationDefinition[] {
  const found = new Map<string, AbbreviationDefinition>();
  const plain = text.includes('\\') ? withoutLatex(text) : text;
  for (const match of plain.matchAll(BRACKETS)) {
    const inside = (match[1] ?? '').split(/[,;:]/, 1)[0]?.trim() ?? '';
    const outside = clauseBefore(plain, match.index);
    const explained =
      explain(inside, outside, false) ?? explain(/\S+$/.exec(outside)?.[0] ?? '', inside, true);
    if (explained) found.set(`${explained.short}|${explained.longKey}`, explained);
  }
  return [...found.values()];
}

/** The same text for forms of a phrase that differ only in case, hyphens, spaces or the plural: "fine-tunings", "Finetuning". */
export function longKey(phrase: string): string {
  return keyWords(phrase).join('');
}

/** The words of a text, each as `longKey` has it. */
export function keyWords(text: string): string[] {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => (/^.{2,}[^sui]s$/.test(word) ? word.slice(0, -1) : word));
}

/** An abbreviation without the plural's s: LLMs is LLM. */
function singularShort(short: string): string {
  return short.replace(/(?<=[A-Z0-9])s$/, '');
}

/** The text before a bracket, back to the start of its clause or the longest possible long form. */
function clauseBefore(text: string, end: number): string {
  const before = text.slice(Math.max(0, end - MAX_LONG_CHARS), end).trimEnd();
  return before.split(/[.;:!?()]\s|, /).at(-1) ?? '';
}

/** The two of them if one explains the other; `isWhole` where `text` must be nothing but the long form. */
function explain(written: string, text: string, isWhole: boolean): AbbreviationDefinition | undefined {
  const short = singularShort(written);
  if (short.length < MIN_SHORT_CHARS || short.length > MAX_SHORT_CHARS) return undefined;
  if (!/^[\p{L}\p{N}][\p{L}\p{N}+/.-]*$/u.test(short) || !/[A-Z].*[A-Z]/.test(short)) return undefined;
  const letters = short.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const maxWords = Math.min(letters.length + 5, letters.length * 2);
  const words = text.split(/\s+/);
  const near = isWhole ? text : words.slice(-maxWords).join(' ');
  const start = startOfLong(letters, near);
  if (start === undefined || (isWhole && (start > 0 || words.length > maxWords))) return undefined;
  const long = near.slice(start).replace(/["'`*_”’]+$/, '');
  const key = longKey(long);
  if (long.length <= short.length + 2 || !/[\s-]/.test(long)) return undefined;
  // "the LLM large model (LLM)" explains nothing.
  if (keyWords(long).includes(letters)) return undefined;
  return { short, long, longKey: key };
}

/**
 * The offset in `text` of the long form that ends with it. Each letter of the abbreviation is searched from the right,
 * the first one only at a word's start. Undefined if a letter is missing.
 */
function startOfLong(letters: string, text: string): number | undefined {
  const lower = text.toLowerCase();
  let at = lower.length - 1;
  for (let i = letters.length - 1; i >= 0; i--) {
    const fits = () => lower[at] === letters[i] && (i > 0 || !isLetter(lower[at - 1]));
    while (at >= 0 && !fits()) at--;
    if (at < 0) return undefined;
    at--;
  }
  // Back over a hyphen: the first S of SSL is that of "self-supervised", though "supervised" has enough of them.
  return lower.lastIndexOf(' ', at + 1) + 1;
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

/** Without what bold and slanted letters leave in abstracts: `\textbf{P}arameter`. */
function withoutLatex(text: string): string {
  return text.replace(/\\(?:text(?:bf|it|sc|tt|rm|sf)|emph|underline)\{([^{}]*)\}/g, '$1');
}
