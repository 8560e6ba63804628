/**
 * `npm run eval:grounding`: prints the share of false statements about abstracts that grounding would show, by kind,
 * and of true ones that it refuses, for the half that it was built on and the half that was held out.
 */
import { readFileSync } from 'node:fs';
import { loadEmbedder } from '../src/embedding/load.ts';
import { createDictionary } from '../src/retrieval/query/dictionary.ts';
import { type Judged, judgeStatements, type StatementsOfPaper, shownShare } from './eval/grounding.ts';

const papers: readonly StatementsOfPaper[] = JSON.parse(
  readFileSync(new URL('../test/grounding/statements.json', import.meta.url), 'utf8'),
);
const embedder = await loadEmbedder({ kind: 'bundled' });
const isWord = createDictionary();
const halves = process.argv.includes('--build') ? (['build'] as const) : (['build', 'held-out'] as const);
for (const split of halves) {
  const own = papers.filter((paper) => paper.split === split);
  print(`${split}: ${own.length} abstracts`, await judgeStatements(own, embedder, isWord));
}

function print(heading: string, judged: readonly Judged[]): void {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);
  const kinds = [...new Set(judged.map(({ kind }) => kind))].filter((kind) => kind !== 'true').sort();
  const count = (kind: string): number => judged.filter((each) => each.kind === kind).length;
  console.log(heading);
  for (const kind of kinds)
    console.log(
      `  ${kind.padEnd(12)} ${percent(shownShare(judged, (each) => each === kind))} of ${count(kind)} shown`,
    );
  console.log(
    `  all false    ${percent(shownShare(judged, (kind) => kind !== 'true'))} of ${judged.length - count('true')} shown`,
  );
  console.log(
    `  true         ${percent(1 - shownShare(judged, (kind) => kind === 'true'))} of ${count('true')} refused`,
  );
}
