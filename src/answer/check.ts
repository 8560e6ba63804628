/** Which statements of a model's answer may be shown: those that cite given papers, and say what stands in them. */
import type { Embedder } from '../embedding/embedder.ts';
import { collapseSpace } from '../lib/text.ts';
import type { Paper } from '../paper.ts';
import type { Statement } from './statements.ts';

const MAX_STATEMENTS = 5;
// A model that goes on for ever is cut off; more than this is no statement any more.
const MAX_CONSIDERED = 12;
const MAX_STATEMENT_CHARS = 450;
const BRACKETS = /\s*[[(]\s*(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\s*[\])]/g;

export async function checkStatements(
  said: readonly { readonly text: string; readonly papers: readonly number[] }[],
  papers: readonly Paper[],
  embedder: Embedder,
): Promise<Statement[]> {
  const kept: Statement[] = [];
  for (const { text, papers: cited } of said.slice(0, MAX_CONSIDERED)) {
    if (kept.length === MAX_STATEMENTS) break;
    // Models like to put the numbers into the text as well: they count, and come off.
    const inText = [...text.matchAll(BRACKETS)].flatMap(([, list = '']) => list.split(/[,;]/).map(Number));
    const numbers = [...new Set([...cited, ...inText])].sort((a, b) => a - b);
    const given = numbers.flatMap((number) => papers[number - 1] ?? []);
    if (given.length === 0 || given.length < numbers.length) continue;
    const plain = collapseSpace(text.replace(BRACKETS, ''));
    if (!plain || plain.length > MAX_STATEMENT_CHARS) continue;
    if (kept.some((other) => other.text === plain)) continue;
    if (!(await isSupported(plain, given, embedder))) continue;
    kept.push({ text: plain, papers: numbers });
  }
  return kept;
}

async function isSupported(text: string, papers: readonly Paper[], _embedder: Embedder): Promise<boolean> {
  if (/:\/\/|\bwww\.|<[@#:/]/i.test(text)) return false;
  const source = papers.map(({ title, abstract }) => `${title}\n${abstract}`).join('\n');
  const known = new Set(source.match(/\d+(?:[.,]\d+)*/g) ?? []);
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).every((number) => known.has(number));
}
