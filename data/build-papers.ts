/**
 * Makes papers.jsonl, the papers that Paperboy comes with, from a saved page of trending papers (two header lines, then
 * title and abstract in turn) and an arXiv metadata export that lends its records where a title is the same.
 * `npm run data -- SEED.txt CORPUS.jsonl.gz`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Paper } from '../src/domain/paper.ts';
import { openLines, readPapers } from '../src/ingest/sources/file.ts';
import { titleKey } from '../src/text/title-key.ts';

const [seedPath, corpusPath] = process.argv.slice(2);
if (!seedPath || !corpusPath) {
  process.stderr.write('Usage: npm run data -- SEED.txt CORPUS.jsonl.gz\n');
  process.exit(2);
}

const HEADER_LINES = 2;
const seedLines = readFileSync(seedPath, 'utf8').trimEnd().split('\n').slice(HEADER_LINES);
async function* seedRecords() {
  for (let at = 0; at + 1 < seedLines.length; at += 2) {
    // The text of the page's button stands right before the first title.
    const title = seedLines[at]?.trim().replace(/^Subscribe(?=[A-Z])/, '');
    yield JSON.stringify({ title, abstract: seedLines[at + 1] });
  }
}

async function* papersOf(source: string, lines: AsyncIterable<string>) {
  for await (const record of readPapers(lines)) {
    if (!('paper' in record)) throw new Error(`${source}:${record.line}: ${record.problem}`);
    yield record.paper;
  }
}

const papers = new Map<string, Paper>();
for await (const paper of papersOf(seedPath, seedRecords())) papers.set(titleKey(paper.title), paper);
for await (const { id, title, authors, categories, published } of papersOf(
  corpusPath,
  openLines(corpusPath),
)) {
  const bundled = papers.get(titleKey(title));
  if (bundled) papers.set(titleKey(title), { ...bundled, id, authors, categories, published });
}

const target = fileURLToPath(new URL('papers.jsonl', import.meta.url));
writeFileSync(target, [...papers.values()].map((paper) => `${JSON.stringify(paper)}\n`).join(''));
process.stdout.write(`${papers.size} papers written to ${target}\n`);
