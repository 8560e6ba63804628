/**
 * Generates questions with known answers from any file of papers: a title asks for its own abstract, a sentence for its
 * paper, a shortened or misspelt title for its paper. The same seed gives the same questions.
 *
 *     npx tsx test/relevance/known-items.ts PAPERS.jsonl.gz FOLDER [--count 200] [--seed 1] [--since 2026-06-01]
 *
 * writes two files for `paperboy eval` into FOLDER: known-items.json, and titles.json with its without-titles.jsonl.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Paper } from '../../src/domain/paper.ts';
import { createRandom, draw } from '../../src/eval/random.ts';
import { openLines, readPapers } from '../../src/ingest/sources/file.ts';
import { splitSentences } from '../../src/text/sentences.ts';

export interface KnownItem {
  readonly id: string;
  readonly kind: 'sentence' | 'short-title' | 'misspelt-title' | 'title';
  readonly query: string;
  readonly relevant: Readonly<Record<string, number>>;
}

const GRADE = 3;
const MIN_SENTENCES = 4;
const MIN_TITLE_WORDS = 5;
const MIN_EDIT_CHARS = 5;

/** For each of `count` sampled papers: a sentence from its middle, half of its title, and its title with two typos. */
export function knownItems(papers: readonly Paper[], count: number, seed: number): KnownItem[] {
  const random = createRandom(seed);
  const fitting = papers.filter(
    ({ title, abstract }) =>
      splitSentences(abstract).length >= MIN_SENTENCES && title.split(' ').length >= MIN_TITLE_WORDS,
  );
  return draw(fitting, count, random).flatMap((paper) => {
    const sentences = splitSentences(paper.abstract);
    const words = paper.title.split(' ');
    const start = Math.floor(random() * (words.length / 2));
    return [
      item(paper, 'sentence', sentences[Math.floor(sentences.length / 2)]?.text ?? ''),
      item(paper, 'short-title', words.slice(start, start + Math.ceil(words.length / 2)).join(' ')),
      item(paper, 'misspelt-title', withSlips(paper.title, 2, random)),
    ];
  });
}

/** Titles that ask for their own abstracts, among the same papers after `withoutTitles`. */
export function titleItems(papers: readonly Paper[], count: number, seed: number): KnownItem[] {
  const fitting = papers.filter(({ abstract }) => splitSentences(abstract).length >= MIN_SENTENCES);
  return draw(fitting, count, createRandom(seed)).map((paper) => item(paper, 'title', paper.title));
}

/** The papers with their ids as titles, so that a title can only match abstracts. */
export function withoutTitles(papers: readonly Paper[]): Paper[] {
  return papers.map((paper) => ({ ...paper, title: paper.id }));
}

/** All papers of a file, without bad records. */
export async function readAll(file: string): Promise<Paper[]> {
  const papers: Paper[] = [];
  for await (const read of readPapers(openLines(file))) if ('paper' in read) papers.push(read.paper);
  return papers;
}

function item(paper: Paper, kind: KnownItem['kind'], query: string): KnownItem {
  return { id: `${kind}:${paper.id}`, kind, query, relevant: { [paper.id]: GRADE } };
}

/** Removes or doubles a letter, or swaps two neighbours, in `slips` different longer words. */
function withSlips(title: string, edits: number, random: () => number): string {
  const words = title.split(' ');
  const long = [...words.keys()].filter(
    (i) => /^\p{L}+$/u.test(words[i] ?? '') && (words[i] ?? '').length >= MIN_EDIT_CHARS,
  );
  for (const i of draw(long, edits, random)) {
    const word = words[i] ?? '';
    const at = 1 + Math.floor(random() * (word.length - 2));
    const kinds = [
      word.slice(0, at) + word.slice(at + 1),
      word.slice(0, at) + word.slice(at - 1),
      word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
    ];
    words[i] = kinds[Math.floor(random() * kinds.length)] ?? word;
  }
  return words.join(' ');
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      since: { type: 'string', default: '' },
    },
  });
  const [file, folder] = positionals;
  if (file === undefined || folder === undefined)
    throw new Error('Give a file of papers and a folder to write to.');
  const papers = await readAll(file);
  const asked = papers.filter(({ published = '' }) => published >= values.since);
  const [count, seed] = [Number(values.count), Number(values.seed)];
  mkdirSync(folder, { recursive: true });
  const save = (name: string, from: string, questions: readonly KnownItem[]): void => {
    writeFileSync(join(folder, name), `${JSON.stringify({ papers: from, questions })}\n`);
  };
  save('known-items.json', relative(folder, resolve(file)), knownItems(asked, count, seed));
  save('titles.json', 'without-titles.jsonl', titleItems(asked, count, seed));
  writeFileSync(
    join(folder, 'without-titles.jsonl'),
    withoutTitles(papers)
      .map((paper) => `${JSON.stringify(paper)}\n`)
      .join(''),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
