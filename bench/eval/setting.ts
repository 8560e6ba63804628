/** Shared by all evaluations: the corpus in an engine, the question sets, and the half to ask. */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Paper } from '../../src/domain/paper.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { type QuestionLines, readQuestionLines } from '../../src/eval/question-lines.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { projectPath } from '../../src/lib/package-root.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { readAll } from '../../test/relevance/known-items.ts';
import { CORPUS } from '../corpus.ts';
import { paperboy } from '../program.ts';

/** Every second question of a set, so that one half can be tuned on and the other reported. */
export type Half = 'all' | 'even' | 'odd';

export interface Setting {
  readonly half: Half;
  /** The folder of an outside model. */
  readonly outside: string | undefined;
  /** The whole corpus; undefined where it isn't beside the checkout. */
  corpus(): Promise<SearchEngine | undefined>;
  papers(): Promise<Paper[]>;
  /** A set of ../shared/relevance; undefined, with a word about it, where it isn't there. */
  questions(name: string): Promise<QuestionLines | undefined>;
  /** An engine over some papers, in memory. */
  engineOver(papers: readonly Paper[]): Promise<SearchEngine>;
  close(): Promise<void>;
}

const SETS = projectPath('../shared/relevance');
// Importing takes a minute, so the database is kept between runs.
const KEPT = join(tmpdir(), 'paperboy-eval');

export async function openCorpus({
  half,
  outside,
}: {
  readonly half: Half;
  readonly outside: string | undefined;
}): Promise<Setting> {
  const open: SearchEngine[] = [];
  let corpus: SearchEngine | undefined;
  let papers: Paper[] | undefined;
  const ready = async (engine: SearchEngine): Promise<SearchEngine> => {
    open.push(engine);
    await engine.refreshAll();
    return engine;
  };
  return {
    half,
    outside,
    async corpus() {
      if (!corpus && existsSync(CORPUS)) {
        const database = process.env.EVAL_DATABASE ?? join(KEPT, 'corpus.db');
        await mkdir(KEPT, { recursive: true });
        if (!existsSync(database)) await paperboy({ DATABASE_URL: `file:${database}` }, 'import', CORPUS);
        const stores = openSqliteStores(database);
        const embedder = await loadEmbedder({ kind: 'bundled' });
        await backfillEmbeddings(stores, embedder);
        corpus = await ready(createSearchEngine(stores, embedder));
      }
      if (!corpus) console.log('\nskipped: the corpus is not beside the checkout');
      return corpus;
    },
    async papers() {
      papers ??= await readAll(CORPUS);
      return papers;
    },
    async questions(name) {
      const path = join(SETS, `${name}.jsonl`);
      if (existsSync(path)) return readQuestionLines(await readFile(path, 'utf8'), path);
      console.log(`\n${name}: skipped, the set is not beside the checkout`);
      return undefined;
    },
    async engineOver(some) {
      const stores = openSqliteStores(':memory:');
      for (let from = 0; from < some.length; from += 500)
        await stores.papers.add(some.slice(from, from + 500));
      const embedder = await loadEmbedder({ kind: 'bundled' });
      await backfillEmbeddings(stores, embedder);
      return ready(createSearchEngine(stores, embedder));
    },
    async close() {
      for (const { stores } of open) await stores.close();
    },
  };
}

export const halfOf = <T>(items: readonly T[], half: Half): T[] =>
  items.filter((_, i) => half === 'all' || (i % 2 === 0) === (half === 'even'));
