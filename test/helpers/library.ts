/** A library as the bot has it, on a new file: the bundled papers and the bundled model. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Keyv from 'keyv';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { embedMissing } from '../../src/ingest/embedding/backfill.ts';
import { seed } from '../../src/ingest/seed.ts';
import { createLibrary } from '../../src/retrieval/open-search-engine.ts';
import type { Library } from '../../src/retrieval/search-engine.ts';
import { openSqliteCatalog } from '../../src/store/sqlite/open.ts';

export interface TestLibrary extends Library {
  close(): Promise<void>;
}

export async function openTestLibrary(): Promise<TestLibrary> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-'));
  const catalog = openSqliteCatalog(join(folder, 'paperboy.db'));
  await seed(catalog);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await embedMissing(catalog, embedder);
  const questions = new Keyv<string>({ store: catalog.keyValues, namespace: 'questions' });
  const library = createLibrary(catalog, embedder, questions);
  await library.refresh();
  await library.lexicon.refresh(new AbortController().signal);
  return {
    ...library,
    async close() {
      await catalog.close();
      await rm(folder, { recursive: true });
    },
  };
}
