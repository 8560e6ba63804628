/**
 * Draws the titles that stand for the whole field when answerability is judged:
 *
 *     node --import tsx data/build-field-titles.ts CORPUS.jsonl.gz
 *
 * writes data/field-titles.txt: 1,000 titles spread evenly over the papers listed before 2026-06.
 */
import { writeFileSync } from 'node:fs';
import { projectPath } from '../src/lib/package-root.ts';
import { readAll } from '../test/relevance/known-items.ts';

const TITLES = 1_000;
const FIRST_LEFT_OUT = '2606';

const papers = (await readAll(process.argv[2] ?? '')).filter(({ id }) => id < FIRST_LEFT_OUT);
const step = papers.length / TITLES;
const titles = Array.from({ length: TITLES }, (_, i) => papers[Math.floor((i + 0.5) * step)]?.title ?? '');
writeFileSync(
  projectPath('data/field-titles.txt'),
  `${titles.map((title) => title.replace(/\s+/g, ' ')).join('\n')}\n`,
);
