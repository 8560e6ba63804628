/** A library as the bot has it, on a new file: the bundled papers and the bundled model. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Keyv from 'keyv';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { seed } from '../../src/ingest/seed.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { openSqliteCatalog } from '../../src/store/sqlite/open.ts';

export interface TestEngine extends SearchEngine {
  close(): Promise<void>;
}

export async function openTestEngine(): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-'));
  const catalog = openSqliteCatalog(join(folder, 'paperboy.db'));
  await seed(catalog);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await backfillEmbeddings(catalog, embedder);
  const questions = new Keyv<string>({ store: catalog.keyValues, namespace: 'questions' });
  const engine = createSearchEngine(catalog, embedder, questions);
  await engine.refresh();
  await engine.vocabulary.refresh(new AbortController().signal);
  return {
    ...engine,
    async close() {
      await catalog.close();
      await rm(folder, { recursive: true });
    },
  };
}
