/** Answerability: the threshold, its training, and the suggestions on abstention. */
import Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import type { TrainedAnswerability } from '../../src/retrieval/answerability/classifier.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const top = { from: 0, count: 5 };

const UNANSWERED = [
  'how do I get a visa for japan',
  'renaissance painters in florence',
  'best running shoes for flat feet',
  'what to plant in a shady garden',
  'antique clock repair',
  'rules of cricket',
  'cheese fondue without wine',
  'how long do goldfish live',
  'second hand camper vans',
  'traffic fines in italy',
  'origami crane instructions',
  'plot of war and peace',
  'how to get rid of ants in the kitchen',
  'olympic swimming records',
  'choosing a mattress for side sleepers',
  'lyrics of folk songs from ireland',
  'glacier retreat in norway',
  'how to bleed radiators',
  'royal family of denmark',
  'salary of a nurse in canada',
];
const ANSWERED = [
  'query rewriting for retrieval',
  'parameter-efficient fine-tuning',
  'machine unlearning',
  'legal text classification',
  'continual learning',
  'sentence embeddings',
  'prompt tuning',
  'data poisoning unlearnable examples',
  'how do I make fine-tuning cheaper',
  'contrastive learning with few labels',
  'vision transformers adapters',
  'removing private data from a language model',
  'cooking recipes and food images',
  'can a model forget what it learned about a person',
  'ways to stop overwriting old tasks when learning new ones',
  'embedding code for search',
  'multilingual sentence representations',
  'incremental learning of new classes',
  'making images useless for training',
  'low rank adaptation',
];

describe('abstention', () => {
  it.each([
    'sourdough bread baking temperature',
    'premier league transfer rumours',
    'tax deduction for home office',
  ])('applies to %s', async (question) => {
    expect((await searchPapers(engine, parseQuery(question), top)).confident).toBe(false);
  });

  it('applies to new off-topic questions, but not to answerable ones', async () => {
    const confident = async (questions: readonly string[]): Promise<number> => {
      let count = 0;
      for (const question of questions)
        if ((await searchPapers(engine, parseQuery(question), top)).confident) count++;
      return count / questions.length;
    };
    expect(await confident(UNANSWERED)).toBeLessThanOrEqual(0.1);
    expect(await confident(ANSWERED)).toBeGreaterThanOrEqual(0.95);
  });

  it('suggests topics', async () => {
    const { topics = [] } = await searchPapers(engine, parseQuery('sourdough bread baking temperature'), top);
    expect(topics.length).toBeGreaterThan(0);
    for (const topic of topics) {
      const asked = await searchPapers(engine, parseQuery(topic), top);
      expect(asked.confident, topic).toBe(true);
      expect(asked.topics).toBeUndefined();
    }
  });

  it('applies to an empty catalog', async () => {
    const stores = openSqliteStores(':memory:');
    const empty = createSearchEngine(stores, engine.embedder);
    expect(await searchPapers(empty, parseQuery('unlearning'), top)).toMatchObject({
      confident: false,
      matches: [],
    });
    await stores.close();
  });

  it('uses a threshold that is retrained when the catalog grows, without anyone waiting', async () => {
    const stores = openSqliteStores(':memory:');
    const kept = new Keyv<TrainedAnswerability>();
    const growing = createSearchEngine(stores, engine.embedder, kept);
    const add = async (from: number, to: number): Promise<void> => {
      await stores.papers.add(
        Array.from({ length: to - from }, (_, i) =>
          makePaper({
            id: `2601.${10_000 + from + i}`,
            title: `Paper ${from + i} on topic ${(from + i) % 7}`,
          }),
        ),
      );
      await backfillEmbeddings(stores, engine.embedder);
      await growing.refresh();
    };
    await add(0, 20);
    const first = await growing.answerability();
    expect(first.papers).toBe(20);
    expect(await kept.get('answerability-7')).toEqual(first);
    await add(20, 22);
    expect(await growing.answerability()).toBe(first);
    await add(22, 60);
    expect(await growing.answerability()).toBe(first);
    await expect.poll(() => kept.get('answerability-7')).toMatchObject({ papers: 60 });
    await stores.close();
  });
});
