/** Which statements of a model's answer may be shown: those that cite given papers, and say what stands in them. */
import { isFiller } from '../lib/filler-words.ts';
import { splitSentences } from '../lib/sentences.ts';
import { cleanModelText } from '../llm/clean.ts';
import { isInstruction } from '../llm/instruction.ts';
import type { Paper } from '../paper.ts';
import type { Library } from '../search/library.ts';
import { isFaithful, isSupported, readEvidence } from '../summary/support.ts';
import { hasOwnWords, hasSeam, isWholeSentence } from './held-words.ts';
import type { Statement } from './statements.ts';

const MAX_STATEMENTS = 5;
/** A model that goes on for ever is cut off here. */
const MAX_CONSIDERED = 12;
const MAX_STATEMENT_CHARS = 450;
const MAX_TEXT_CHARS = 4_000;
const MAX_LINES = 40;
const BRACKETS = /\s*[[(]\s*(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\s*[\])]/g;

export interface Asked {
  readonly library: Pick<Library, 'embedder' | 'lexicon'>;
  readonly question: string;
  /** The prompt's, so that nothing of it is said again. */
  readonly instructions: string;
  readonly tags: readonly string[];
}

/**
 * The statements that may be shown, at most five, in their order. One is left out whole where it cites a paper that was not
 * given, or none; of the others each sentence that mentions somebody, links anywhere, or isn't borne out by those papers.
 */
export async function checkStatements(
  said: readonly { readonly text: string; readonly papers: readonly number[] }[],
  papers: readonly Paper[],
  asked: Asked,
): Promise<Statement[]> {
  const kept: Statement[] = [];
  for (const { text: whole, papers: cited } of said.slice(0, MAX_CONSIDERED)) {
    if (kept.length === MAX_STATEMENTS) break;
    const text = whole.slice(0, MAX_TEXT_CHARS);
    const numbers = citedIn({ text, papers: cited });
    const given = numbers.flatMap((number) => papers[number - 1] ?? []);
    if (given.length === 0 || given.length < numbers.length) continue;
    const told = await whatIsBorneOut(withoutCitations(text), given, asked);
    if (told && kept.every((other) => other.text !== told)) kept.push({ text: told, papers: numbers });
  }
  return kept;
}

/** The papers that a statement cites, each once, ascending. Models like to put the numbers into the text as well: they count. */
export function citedIn({ text, papers }: Statement): number[] {
  const inText = [...text.matchAll(BRACKETS)].flatMap(([, list = '']) => list.split(/[,;]/).map(Number));
  return [...new Set([...papers, ...inText])].sort((a, b) => a - b);
}

/** A statement's text without the numbers of papers in brackets. */
export const withoutCitations = (text: string): string => text.replace(BRACKETS, '');

/** The sentences of a text that may be shown; one that is true carries no other in with it. */
async function whatIsBorneOut(text: string, papers: readonly Paper[], asked: Asked): Promise<string> {
  const limits = { maxChars: MAX_STATEMENT_CHARS, ...asked };
  // A text with a piece of the prompt in it is refused whole.
  if (!cleanModelText(text, limits)) return '';
  let told = '';
  // A line is no part of the sentence on the next one.
  for (const line of text.split(/[\n\r\u2028\u2029]+/).slice(0, MAX_LINES)) {
    const clean = cleanModelText(line, limits) ?? '';
    for (const { text: sentence, start } of splitSentences(clean)) {
      if (told.length + 1 + sentence.length > MAX_STATEMENT_CHARS) return told;
      if (!(await isBorneOut(sentence, papers, asked))) continue;
      // Chinese and Japanese have no space between sentences.
      const gap = told && (start === 0 || /\s/.test(clean[start - 1] ?? '')) ? ' ' : '';
      told += gap + sentence;
    }
  }
  return told;
}

/**
 * Whether a sentence is one, and borne out by the cited papers together: "A does this, and B does that" is one statement.
 * What means the same can't be told across languages, so that one in another language than English passes by its numbers
 * and names, and only where it was asked for.
 */
export async function isBorneOut(
  text: string,
  papers: readonly Pick<Paper, 'title' | 'abstract'>[],
  { library: { embedder, lexicon }, question }: Pick<Asked, 'library' | 'question'>,
): Promise<boolean> {
  // Titles as sentences among others, so that an instruction in one is left out alone.
  const abstract = papers.map((paper) => `${paper.title}. ${paper.abstract}`).join(' ');
  if (!isWholeSentence(text) || isInstruction(text) || hasSeam(text, abstract)) return false;
  if (!isEnglish(text) && !isEnglish(question)) return isFaithful(text, abstract);
  const evidence = await readEvidence({ title: '', abstract }, embedder);
  const { isEnglish: isWord, papersWith } = lexicon.speller;
  const isKnown = (word: string): boolean => isWord(word) || papersWith(word) > 0;
  return hasOwnWords(text, evidence.names.words, isKnown) && (await isSupported(text, evidence, isWord));
}

// Of English prose about four words in ten are such; of other languages that share some, one in ten.
const MIN_FILLER_SHARE = 0.2;

function isEnglish(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter(isFiller).length >= MIN_FILLER_SHARE * Math.max(1, words.length);
}
