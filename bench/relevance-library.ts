/** The papers and graded questions of test/relevance, in a library as the bot has it, in memory. */
import { loadEmbedder } from '../src/embedding/load.ts';
import { type GradedQuestions, readGradedQuestions } from '../src/eval/questions.ts';
import { backfillEmbeddings } from '../src/ingest/embedding/backfill.ts';
import { projectPath } from '../src/lib/package-root.ts';
import { createSearchEngine } from '../src/retrieval/open-search-engine.ts';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';
import { openSqliteStores } from '../src/store/sqlite/open.ts';

export interface RelevanceLibrary extends GradedQuestions {
  readonly engine: SearchEngine;
  close(): Promise<void>;
}

export async function openRelevanceLibrary(): Promise<RelevanceLibrary> {
  const graded = await readGradedQuestions(projectPath('test/relevance/questions.json'));
  const stores = openSqliteStores(':memory:');
  await stores.papers.add(graded.papers);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await backfillEmbeddings(stores, embedder);
  const engine = createSearchEngine(stores, embedder);
  await engine.refreshAll();
  return { ...graded, engine, close: () => stores.close() };
}
