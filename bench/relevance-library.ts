/** The papers and graded questions of test/relevance, in a library as the bot has it, in memory. */
import Keyv from 'keyv';
import { loadEmbedder } from '../src/embedding/load.ts';
import { type GradedQuestions, readGradedQuestions } from '../src/eval/questions.ts';
import { embedMissing } from '../src/ingest/embedding/backfill.ts';
import { projectPath } from '../src/lib/package-root.ts';
import { createLibrary } from '../src/retrieval/open-search-engine.ts';
import type { Library } from '../src/retrieval/search-engine.ts';
import { openSqliteCatalog } from '../src/store/sqlite/open.ts';

export interface RelevanceLibrary extends GradedQuestions {
  readonly library: Library;
  close(): Promise<void>;
}

export async function openRelevanceLibrary(): Promise<RelevanceLibrary> {
  const graded = await readGradedQuestions(projectPath('test/relevance/questions.json'));
  const catalog = openSqliteCatalog(':memory:');
  await catalog.addPapers(graded.papers);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await embedMissing(catalog, embedder);
  const library = createLibrary(catalog, embedder, new Keyv<string>());
  await library.refresh();
  await library.lexicon.refresh(new AbortController().signal);
  return { ...graded, library, close: () => catalog.close() };
}
