/** Which statements of a model's answer may be shown: those that cite given papers, and say what stands in them. */
import type { Embedder } from '../embedding/embedder.ts';
import { cleanModelText } from '../llm/clean.ts';
import type { Paper } from '../paper.ts';
import type { Statement } from './statements.ts';

const MAX_STATEMENTS = 5;
/** A model that goes on for ever is cut off here. */
const MAX_CONSIDERED = 12;
const MAX_STATEMENT_CHARS = 450;
const MAX_TEXT_CHARS = 4_000;
const BRACKETS = /\s*[[(]\s*(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\s*[\])]/g;

/** What is known of the prompt that was answered, so that nothing of it is said again. */
export interface Asked {
  readonly instructions: string;
  readonly tags: readonly string[];
}

/**
 * The statements that may be shown, at most five, in their order. One is left out whole where it cites a paper that was not
 * given, or none; where it mentions somebody or links anywhere; or where its cited papers do not bear it out.
 */
export async function checkStatements(
  said: readonly { readonly text: string; readonly papers: readonly number[] }[],
  papers: readonly Paper[],
  embedder: Embedder,
  asked: Asked,
): Promise<Statement[]> {
  const kept: Statement[] = [];
  for (const { text: whole, papers: cited } of said.slice(0, MAX_CONSIDERED)) {
    if (kept.length === MAX_STATEMENTS) break;
    const text = whole.slice(0, MAX_TEXT_CHARS);
    // Models like to put the numbers into the text as well: they count, and come off.
    const inText = [...text.matchAll(BRACKETS)].flatMap(([, list = '']) => list.split(/[,;]/).map(Number));
    const numbers = [...new Set([...cited, ...inText])].sort((a, b) => a - b);
    const given = numbers.flatMap((number) => papers[number - 1] ?? []);
    if (given.length === 0 || given.length < numbers.length) continue;
    const bare = text.replace(BRACKETS, '');
    const clean = cleanModelText(bare, { maxChars: MAX_STATEMENT_CHARS, ...asked });
    if (!clean || kept.some((other) => other.text === clean)) continue;
    if (!(await isSupported(clean, given, embedder))) continue;
    kept.push({ text: clean, papers: numbers });
  }
  return kept;
}

async function isSupported(text: string, papers: readonly Paper[], _embedder: Embedder): Promise<boolean> {
  const source = papers.map(({ title, abstract }) => `${title}\n${abstract}`).join('\n');
  const known = new Set(source.match(/\d+(?:[.,]\d+)*/g) ?? []);
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).every((number) => known.has(number));
}
