/**
 * Measures whole searches on the corpus, from the typed text to five papers with snippets: parsing, embedding, both
 * halves, fusion and answerability. For one core: `taskset -c 0 npm run …`.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../src/domain/errors.ts';
import { loadEmbedder } from '../src/embedding/load.ts';
import { readGradedQuestions } from '../src/eval/questions.ts';
import { projectPath } from '../src/lib/package-root.ts';
import { createSearchEngine } from '../src/retrieval/open-search-engine.ts';
import { parseQuery } from '../src/retrieval/query/parse.ts';
import { searchPapers } from '../src/retrieval/search.ts';
import { openSqliteStores } from '../src/store/sqlite/open.ts';
import { knownItems, readAll } from '../test/relevance/known-items.ts';
import { CORPUS } from './corpus.ts';
import { percentiles } from './figures.ts';
import { paperboy } from './program.ts';

const ROUNDS = 4;
const KNOWN_PAPERS = 100;
const PAGE = { from: 0, count: 5 };

export async function run(): Promise<void> {
  if (!existsSync(CORPUS)) {
    console.log('\nquestion: skipped, the corpus is not here');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  try {
    const database = join(folder, 'paperboy.db');
    await paperboy({ DATABASE_URL: `file:${database}` }, 'import', CORPUS);
    await measureQuestions(database);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Prints the figures for a database with the corpus. */
export async function measureQuestions(database: string): Promise<void> {
  const stores = openSqliteStores(database);
  const engine = createSearchEngine(stores, await loadEmbedder({ kind: 'bundled' }));
  try {
    await engine.refreshAll();
    await engine.answerability();
    const questions = await readQuestions();
    console.log(`\nquestion: ${await stores.papers.count()} papers, ${questions.length} questions`);
    const all: number[] = [];
    const best = questions.map(() => Number.POSITIVE_INFINITY);
    let cpuMicros = 0;
    // The first round fills caches.
    for (let round = 0; round <= ROUNDS; round++) {
      const cpu = process.cpuUsage();
      for (const [i, typed] of questions.entries()) {
        const start = performance.now();
        await searchPapers(engine, parseQuery(typed), PAGE).catch(ignoreRefusal);
        const ms = performance.now() - start;
        best[i] = Math.min(best[i] ?? ms, ms);
        if (round > 0) all.push(ms);
        await setImmediate();
      }
      const { user, system } = process.cpuUsage(cpu);
      if (round > 0) cpuMicros += user + system;
    }
    console.log(`  as it comes              ${percentiles(all)}`);
    console.log(`  best of ${ROUNDS + 1} for each       ${percentiles(best)}`);
    console.log(`  processor time, mean     ${(cpuMicros / 1000 / all.length).toFixed(2)} ms`);
  } finally {
    await stores.close();
  }
}

/** The judged questions, and sentences, half titles and misspelt titles of sampled papers. */
async function readQuestions(): Promise<string[]> {
  const judged = await readGradedQuestions(projectPath('test/relevance/questions.json'));
  const known = knownItems(await readAll(CORPUS), KNOWN_PAPERS, 1);
  return [...judged.questions, ...known].map(({ query }) => query);
}

/** A query for a missing paper gets an answer too. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}
