/** Which statements of a model's answer may be shown: those that cite given papers, and say what stands in them. */
import { isFiller } from '../lib/filler-words.ts';
import { splitSentences } from '../lib/sentences.ts';
import { cleanModelText } from '../llm/clean.ts';
import { isInstruction } from '../llm/instruction.ts';
import type { Paper } from '../paper.ts';
import type { Library } from '../search/library.ts';
import { isFaithful, isSupported, readEvidence } from '../summary/support.ts';
import type { Statement } from './statements.ts';

const MAX_STATEMENTS = 5;
/** A model that goes on for ever is cut off here. */
const MAX_CONSIDERED = 12;
const MAX_STATEMENT_CHARS = 450;
const MAX_TEXT_CHARS = 4_000;
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
    const clean = cleanModelText(withoutCitations(text), { maxChars: MAX_STATEMENT_CHARS, ...asked });
    if (!clean) continue;
    // A sentence that is true carries no other in with it.
    const borneOut: string[] = [];
    for (const { text: sentence } of splitSentences(clean)) {
      if (await isBorneOut(sentence, given, asked)) borneOut.push(sentence);
    }
    const told = borneOut.join(' ');
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

/**
 * Whether a sentence is borne out by the cited papers together: "A does this, and B does that" is one statement. What
 * means the same can't be told across languages, so that one in another language than English passes by its numbers and
 * names, and only where it was asked for.
 */
export async function isBorneOut(
  text: string,
  papers: readonly Pick<Paper, 'title' | 'abstract'>[],
  { library: { embedder, lexicon }, question }: Pick<Asked, 'library' | 'question'>,
): Promise<boolean> {
  // Titles as sentences among others, so that an instruction in one is left out alone.
  const abstract = papers.map((paper) => `${paper.title}. ${paper.abstract}`).join(' ');
  if (isInstruction(text)) return false;
  if (!isEnglish(text) && !isEnglish(question)) return isFaithful(text, abstract);
  const evidence = await readEvidence({ title: '', abstract }, embedder);
  return isSupported(text, evidence, lexicon.speller.isEnglish);
}

// Of English prose about four words in ten are such; of other languages that share some, one in ten.
const MIN_FILLER_SHARE = 0.2;

function isEnglish(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter(isFiller).length >= MIN_FILLER_SHARE * Math.max(1, words.length);
}
