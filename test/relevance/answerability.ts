/**
 * Measures abstention: most unanswerable questions should get it, and hardly any answerable ones.
 *
 *     npx tsx test/relevance/answerability.ts QUESTIONS.txt [PAPERS.jsonl.gz]
 *
 * asks the questions of a file such as answerable-bundled.txt, on the bundled papers or on these and the file's.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { importPapers } from '../../src/ingest/import.ts';
import { openLines, readPapers } from '../../src/ingest/sources/file.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { openTestEngine } from '../helpers/library.ts';

export interface Told {
  readonly hasAnswer: boolean;
  readonly kind: string;
  readonly question: string;
  readonly saidNo: boolean;
}

/** Asks every line of a file, "answer" or "none", a kind and the question, with bars between. */
export async function askAll(engine: SearchEngine, file: string): Promise<Told[]> {
  const told: Told[] = [];
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [answer, kind = '', question = ''] = line.split('|');
    const { confident } = await searchPapers(engine, parseQuery(question), { from: 0, count: 1 });
    told.push({ hasAnswer: answer === 'answer', kind, question, saidNo: !confident });
  }
  return told;
}

/** The share of these with an abstention. */
export const shareOfNo = (told: readonly Told[]): number =>
  told.filter(({ saidNo }) => saidNo).length / Math.max(1, told.length);

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const [questions, papers] = process.argv.slice(2);
  if (questions === undefined) throw new Error('Give a file of questions.');
  const engine = await openTestEngine();
  if (papers !== undefined) {
    const { signal } = new AbortController();
    const quiet = { onBad() {}, onProgress() {}, signal };
    await importPapers(engine.stores, readPapers(openLines(papers)), quiet);
    await backfillEmbeddings(engine.stores, engine.embedder);
    await engine.refresh();
  }
  const told = await askAll(engine, questions);
  for (const kind of new Set(told.map((each) => `${each.hasAnswer ? 'answer' : 'none'} ${each.kind}`))) {
    const of = told.filter((each) => `${each.hasAnswer ? 'answer' : 'none'} ${each.kind}` === kind);
    print(`${kind.padEnd(24)} ${of.length} questions, ${Math.round(100 * shareOfNo(of))} % told no`);
  }
  const [answerable, others] = [
    told.filter((each) => each.hasAnswer),
    told.filter((each) => !each.hasAnswer),
  ];
  print(
    `with an answer ${(100 * shareOfNo(answerable)).toFixed(1)} %, without ${(100 * shareOfNo(others)).toFixed(1)} %`,
  );
  await engine.close();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
