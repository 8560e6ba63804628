/** Measures query understanding on the whole corpus: filters, abbreviations, spelling, names. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createFilterColumns } from '../src/index/filter-columns.ts';
import { importPapers } from '../src/ingest/import.ts';
import { openLines, readPapers } from '../src/ingest/sources/file.ts';
import { findNames } from '../src/retrieval/author/author-intent.ts';
import { expandAbbreviations } from '../src/retrieval/query/expand.ts';
import { correctWords } from '../src/retrieval/query/spelling.ts';
import { openSqliteStores } from '../src/store/sqlite/open.ts';
import type { Stores } from '../src/store/stores.ts';
import { openWords } from '../test/helpers/word-indexes.ts';
import { CORPUS } from './corpus.ts';
import { percentiles } from './figures.ts';

const ROUNDS = 5;
const signal = new AbortController().signal;
const SINCE_2026 = { since: '2026-03-01', categories: ['cs.CL'], authors: [] };
const TYPOS =
  'retreival augmetned genration attenion quantizaton hallucnation convolutonal xqzwvuts reinforcemnts'.split(
    ' ',
  );
const QUESTIONS = [
  'parameter-efficient fine-tuning',
  'multimodal large language models for medical vqa',
  'why does rag fail on fast changing facts?',
];

export async function run(): Promise<void> {
  if (!existsSync(CORPUS)) {
    console.log('\nquery: skipped, the corpus is not here');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  const stores = openSqliteStores(join(folder, 'paperboy.db'));
  try {
    await importPapers(stores, readPapers(openLines(CORPUS)), { onBad() {}, onProgress() {}, signal });
    await measure(stores);
  } finally {
    await stores.close();
    await rm(folder, { recursive: true });
  }
}

async function measure(stores: Stores): Promise<void> {
  console.log(`\nquery: ${await stores.papers.count()} papers`);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const engine = await openWords(stores);
  const { speller } = engine.vocabulary;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  console.log(
    `  indexed in ${((performance.now() - start) / 1e3).toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor`,
  );

  const columns = createFilterColumns();
  const ids = await stores.papers.newest({ categories: [], authors: [] }, 1e9);
  for (const [row, { categories, published }] of (await stores.papers.getMany(ids)).entries()) {
    columns.write(row, { categories, published });
  }
  const words = ['retrieval', 'graph', 'diffusion'];
  await time('correct a misspelt word', TYPOS, (word) => correctWords(engine, speller, word));
  await time('expand a question', QUESTIONS, (text) => expandAbbreviations(engine, speller, text));
  await time('is it a rare name', ['bengio', 'Yann LeCun', 'transformer'], (text) =>
    findNames(engine, [text]),
  );
  await time('is it a common name', ['wang', 'wei li', 'chen'], (text) => findNames(engine, [text]));
  await time('match words', [words], (asked) => engine.lexical.search(asked, 100));
  await time('match words, filtered', [words], (asked) =>
    engine.lexical.search(asked, 100, { filter: SINCE_2026 }),
  );
  await time('newest papers, filtered', [SINCE_2026], (filter) => stores.papers.newest(filter, 100));
  await time('all that pass, by the catalog', [SINCE_2026], (filter) => stores.papers.newest(filter, 1e9));
  await time('all that pass, by columns', [SINCE_2026], async (filter) => columns.mask(filter, ids.length));
}

async function time<T>(
  name: string,
  inputs: readonly T[],
  work: (input: T) => Promise<unknown>,
): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const input of inputs) {
      const start = performance.now();
      await work(input);
      // The first round fills caches.
      if (round > 0) times.push(performance.now() - start);
      await setImmediate();
    }
  }
  console.log(`  ${name.padEnd(32)} ${percentiles(times, 2)}`);
}
