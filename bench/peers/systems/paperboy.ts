/** Paperboy as its commands use it: an answer also embeds the query and picks each paper's snippet. */
import { join } from 'node:path';
import Keyv from 'keyv';
import { loadEmbedder } from '../../../src/embedding/load.ts';
import { quantise } from '../../../src/embedding/quantise.ts';
import type { TrainedAnswerability } from '../../../src/retrieval/answerability/train.ts';
import { createSearchEngine } from '../../../src/retrieval/open-search-engine.ts';
import { parseQuery } from '../../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../../src/retrieval/search.ts';
import { openSqliteStores } from '../../../src/store/sqlite/open.ts';
import { type OpenSystem, RESULTS, type System } from '../system.ts';

const BATCH_PAPERS = 500; // as `paperboy import`

export const system: System = {
  settings: 'as it is; embeds the question itself, within the time measured',
  async open(folder, dims): Promise<OpenSystem> {
    const stores = openSqliteStores(join(folder, 'paperboy.db'));
    const embedder = await loadEmbedder({ kind: 'bundled' });
    const answerabilities = new Keyv<TrainedAnswerability>({
      store: stores.keyValues,
      namespace: 'calibrations',
    });
    const engine = createSearchEngine(stores, embedder, answerabilities);
    await engine.refreshAll();
    const add: OpenSystem['add'] = async (papers, vectors) => {
      for (let from = 0; from < papers.length; from += BATCH_PAPERS) {
        const batch = papers.slice(from, from + BATCH_PAPERS);
        await stores.papers.add(batch);
        await stores.vectors.add(
          embedder.modelId,
          batch.map((paper, i) => ({
            paperId: paper.id,
            ...quantise(vectors.subarray((from + i) * dims, (from + i + 1) * dims)),
          })),
        );
      }
    };
    const search = async (question: string): Promise<string[]> => {
      const { matches } = await searchPapers(engine, parseQuery(question), { from: 0, count: RESULTS });
      return matches.map(({ paper }) => paper.id);
    };
    return {
      add,
      async finish() {
        await engine.refreshAll();
        // Stored in the database; the bot trains it in the background.
        await engine.answerability();
      },
      search,
      searchSince: (question, _vector, day) => search(`${question} since:${day}`),
      upsert: (paper, vector) => add([paper], vector),
      close: () => stores.close(),
    };
  },
};
