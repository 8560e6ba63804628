/** A question may ask the store only a few times: a database across a network answers each call in a millisecond or more. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerQuestion } from '../../src/answer/answer.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { seed } from '../../src/ingest/seed.ts';
import { findPaper } from '../../src/retrieval/find-paper.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { searchReformulated } from '../../src/retrieval/search-reformulated.ts';
import { similarPapers } from '../../src/retrieval/similar.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import type { Stores } from '../../src/store/stores.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const MAX_CALLS = 8;

let stores: Stores;
let engine: SearchEngine;
let calls: string[] = [];

/** The store, each call of which is counted. */
function counting<T extends object>(store: T, name: string): T {
  return new Proxy(store, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        calls.push(`${name}.${String(key)}`);
        return value.apply(target, given);
      };
    },
  });
}

beforeAll(async () => {
  stores = openSqliteStores(':memory:');
  await seed(stores);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await backfillEmbeddings(stores, embedder);
  const counted: Stores = {
    ...stores,
    papers: counting(stores.papers, 'papers'),
    vectors: counting(stores.vectors, 'vectors'),
    changes: counting(stores.changes, 'changes'),
  };
  engine = createSearchEngine(counted, embedder);
  await engine.refreshAll();
  // The classifier is trained once for all questions.
  await searchPapers(engine, parseQuery('sourdough bread'), { from: 0, count: 1 });
});
afterAll(() => stores.close());

/** The calls that asking makes; an error counts as an answer. */
async function callsOf(ask: () => Promise<unknown>): Promise<string[]> {
  calls = [];
  await ask().catch(() => undefined);
  return calls;
}
const search = (typed: string) => searchPapers(engine, parseQuery(typed), { from: 0, count: 10 });

describe(`at most ${MAX_CALLS} store calls for`, () => {
  test.each([
    'making prompts shorter',
    'graph neural networks for molecules since:2025 category:cs.LG',
    'sourdough bread baking temperature',
    'text embedings for retreival',
    'quantisation of large langauge modles',
    'papers by Jing Zhao',
    'embeddings by Henrique Schechter Vera',
    'embeddings by Henrike Schechter Vera',
    'Hinton Geoffrey Yann Lecun Yoshua Bengio',
    'schecter',
    'text embeddings author:schecter author:"Henrike Vera"',
    'papers from tokio on robots without cameras in 2025',
    'EmbeddingGemma: Powerful and Lightweight Text Representations',
    'attention is all you need',
    '2509.20354',
    'papers like 2509.20354',
    'comment réduire la taille des modèles de langue',
    '大規模言語モデルの量子化',
    'latest machine unlearning -vision',
    'what is the best way to fine-tune a large language model on a small data set with few labels and little memory',
  ])('the query “%s”', async (typed) => {
    const made = await callsOf(() => search(typed));
    expect(made.length, made.join(', ')).toBeLessThanOrEqual(MAX_CALLS);
    expect(made).toContain('changes.last');
  });

  test('similar papers, a paper by its title, and one that is not here', async () => {
    const similar = await callsOf(async () =>
      similarPapers(engine, await findPaper(engine, '2509.20354'), { from: 0, count: 10 }),
    );
    expect(similar.length, similar.join(', ')).toBeLessThanOrEqual(MAX_CALLS);
    for (const named of ['embedinggemma', 'attention is all you need', '1706.03762']) {
      const made = await callsOf(() => findPaper(engine, named));
      expect(made.length, made.join(', ')).toBeLessThanOrEqual(MAX_CALLS);
    }
  });

  test('an answer from papers, and each rewrite of a query', async () => {
    const query = parseQuery('how do I make a model forget private data?');
    const answer = await callsOf(async () => {
      const asked = { query, earlier: [], usageSubject: {} };
      for await (const _ of answerQuestion({ engine, model: undefined, clock: createFakeClock() }, asked));
    });
    expect(answer.length, answer.join(', ')).toBeLessThanOrEqual(MAX_CALLS);
    const rewrites = ['machine unlearning', 'removing training data'];
    const reformulated = await callsOf(() =>
      searchReformulated(engine, query, rewrites, { from: 0, count: 5 }),
    );
    expect(reformulated.length, reformulated.join(', ')).toBeLessThanOrEqual(
      MAX_CALLS * (1 + rewrites.length),
    );
  });
});

test('each store has at most ten methods', () => {
  for (const [name, store] of Object.entries(stores)) {
    // Keyv's adapter is not ours.
    if (typeof store !== 'object' || name === 'keyValues') continue;
    expect(Object.keys(store).length, name).toBeLessThanOrEqual(10);
  }
});
