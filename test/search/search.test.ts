import Keyv from 'keyv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scored } from '../../src/catalog/catalog.ts';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open.ts';
import { embedMissing } from '../../src/jobs/embed-missing.ts';
import type { Calibration } from '../../src/search/calibration.ts';
import { findPaper } from '../../src/search/find-paper.ts';
import { lexicalSearch, wordsOf } from '../../src/search/lexical.ts';
import { createLibrary } from '../../src/search/library.ts';
import { searchBothWays } from '../../src/search/retrieve.ts';
import { searchPapers } from '../../src/search/search.ts';
import { similarPapers } from '../../src/search/similar.ts';
import { openTestLibrary, type TestLibrary } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

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

const top = { from: 0, count: 5 };

describe('a question finds the paper it means', () => {
  it.each([
    ['by its title', 'Contrast Is All You Need', 'Contrast Is All You Need'],
    [
      'by part of its title, in another order',
      'embedding recomposition modular',
      'Modular Embedding Recomposition for Incremental Learning',
    ],
    [
      'by an inflection of its words',
      'rewritten queries for retrieval',
      'Query Rewriting for Retrieval-Augmented Large Language Models',
    ],
    [
      'without any word of its title',
      'recipes of dishes from pictures, as a program',
      'Learning Program Representations for Food Images and Cooking Recipes',
    ],
    ['by an abbreviation that no paper explains', 'MoE', 'HyperRouter'],
    ['in a whole sentence', 'How can I delete private data from a trained language model?', 'unlearn'],
  ])('%s', async (_how, question, title) => {
    const { matches, confident } = await searchPapers(library, question, top);
    expect(confident).toBe(true);
    expect(
      matches
        .slice(0, 3)
        .map(({ paper }) => paper.title.toLowerCase())
        .join(),
    ).toContain(title.toLowerCase());
  });

  it('first of all where it is the whole title, just as it stands', async () => {
    const ids = await library.catalog.newestPapers({ categories: [], authors: [] }, 200);
    for (const { id, title } of await library.catalog.getPapers(ids)) {
      const { confident, corrected, matches } = await searchPapers(library, title, { from: 0, count: 1 });
      expect([title, matches[0]?.paper.id]).toEqual([title, id]);
      expect({ confident, corrected }).toEqual({ confident: true, corrected: undefined });
    }
    const named = 'Efficient Few-Shot Learning Without Prompts';
    const filtered = await searchPapers(library, `${named} since:2090`, top);
    expect(filtered.matches).toEqual([]);
  });

  it('and gives the sentence of the abstract that fits best', async () => {
    const { matches } = await searchPapers(library, 'catastrophic forgetting', top);
    const told = matches.find(({ paper }) => /catastrophic forgetting/i.test(paper.abstract));
    expect(told?.sentence).toMatch(/catastrophic forgetting/i);
    expect(told?.paper.abstract).toContain(told?.sentence);
  });
});

describe('part of a title in another script', () => {
  const titled = [
    ['local:zh', '大语言模型的注意力机制综述'],
    ['local:ja', 'LLMのための効率的な微調整手法'],
    ['local:ko', '대규모 언어 모델을 위한 효율적인 미세 조정 방법'],
    ['local:ru', 'Методы сжатия больших языковых моделей'],
  ].map(([id = '', title = '']) => makePaper({ id, title, abstract: title, published: '2025-01-02' }));
  beforeAll(async () => {
    await library.catalog.addPapers(titled);
    await embedMissing(library.catalog, library.embedder);
  });
  afterAll(async () => {
    for (const { id } of titled) await library.catalog.removePaper(id);
  });

  it.each([
    ['大语言模型', 'local:zh'],
    ['注意力机制综述', 'local:zh'],
    ['注意力 语言模型', 'local:zh'],
    ['効率的な微調整', 'local:ja'],
    ['LLMのための 微調整', 'local:ja'],
    ['효율적인 미세 조정', 'local:ko'],
    ['сжатия больших языковых моделей', 'local:ru'],
    ['注意力 since:2025', 'local:zh'],
  ])('finds the paper, and says so: %s', async (question, id) => {
    const { confident, matches } = await searchPapers(library, question, top);
    expect({ confident, first: matches[0]?.paper.id }).toEqual({ confident: true, first: id });
  });

  it.each(['天气预报', '红烧肉 模型', '天気予報', 'рецепт борща', '注意力 since:2026'])(
    'is not what no title holds, or what doesn’t pass: %s',
    async (question) => {
      expect((await searchPapers(library, question, top)).confident).toBe(false);
    },
  );
});

describe('a question that says nothing', () => {
  it.each(['the', 'papers', 'papers about the', 'what is it', 'any good papers?', '?'])(
    'is asked what to look for: %s',
    async (question) => {
      await expect(searchPapers(library, question, top)).rejects.toThrow('such as “prompt compression”');
    },
  );

  it.each([
    'something new',
    'latest papers',
    'newest papers',
    'IT',
    'what makes instruction learning hard',
    'search and recommendation',
    'paper recommendation',
    'suggestions',
    'A*',
  ])('is not one that says a little: %s', async (question) => {
    expect((await searchPapers(library, question, top)).matches).toHaveLength(5);
  });

  it('but is the whole title of a paper finds that', async () => {
    const named = makePaper({ id: 'local:what-is-it', title: 'What Is It?' });
    await library.catalog.addPapers([named]);
    expect((await searchPapers(library, 'what is it', top)).matches[0]?.paper.id).toBe(named.id);
    await library.catalog.removePaper(named.id);
  });
});

it('a paper without a day passes a filter by the month in its arXiv id', async () => {
  const undated = makePaper({ id: '2511.00009', title: 'Zither tuning', published: undefined });
  await library.catalog.addPapers([undated]);
  await embedMissing(library.catalog, library.embedder);
  const found = async (question: string) => (await searchPapers(library, question, top)).matches[0]?.paper;
  expect(await found('zither tuning since:2025-11')).toEqual(undated);
  expect(await found('zither tuning before:2025-11')).not.toEqual(undated);
  expect(await found('papers since:2025-11 before:2025-12 author:dua')).toEqual(undated);
  await library.catalog.removePaper(undated.id);
});

it('an author’s papers that have no vector yet are not ready, rather than not there', async () => {
  const fresh = makePaper({ id: '2511.00010', title: 'Zither tuning', authors: ['Zita Zither'] });
  await library.catalog.addPapers([fresh]);
  const found = async (question: string) => (await searchPapers(library, question, top)).by?.isUnready;
  expect(await found('unlearning by Zita Zither')).toBe(true);
  expect(await found('unlearning by Zita Zither since:2090')).toBe(false);
  await embedMissing(library.catalog, library.embedder);
  expect(await found('unlearning by Zita Zither')).toBe(false);
  await library.catalog.removePaper(fresh.id);
});

describe('paging', () => {
  it('goes on where the page before ended, and ends', async () => {
    const first = await searchPapers(library, 'fine-tuning', { from: 0, count: 7 });
    const second = await searchPapers(library, 'fine-tuning', { from: 7, count: 7 });
    const both = await searchPapers(library, 'fine-tuning', { from: 0, count: 14 });
    expect([...first.matches, ...second.matches].map(({ paper }) => paper.id)).toEqual(
      both.matches.map(({ paper }) => paper.id),
    );
    expect(first.hasMore).toBe(true);
    const last = await searchPapers(library, 'fine-tuning', { from: 1_000, count: 5 });
    expect(last).toMatchObject({ matches: [], hasMore: false });
  });
});

describe('an honest no', () => {
  it.each([
    'sourdough bread baking temperature',
    'premier league transfer rumours',
    'tax deduction for home office',
  ])('to %s', async (question) => {
    expect((await searchPapers(library, question, top)).confident).toBe(false);
  });

  it('also to questions it was not calibrated on, while it knows those that have an answer', async () => {
    const confident = async (questions: readonly string[]): Promise<number> => {
      let count = 0;
      for (const question of questions) if ((await searchPapers(library, question, top)).confident) count++;
      return count / questions.length;
    };
    expect(await confident(UNANSWERED)).toBeLessThanOrEqual(0.1);
    expect(await confident(ANSWERED)).toBeGreaterThanOrEqual(0.95);
  });

  it('with topics that can be asked for instead', async () => {
    const { topics = [] } = await searchPapers(library, 'sourdough bread baking temperature', top);
    expect(topics.length).toBeGreaterThan(0);
    for (const topic of topics) {
      const asked = await searchPapers(library, topic, top);
      expect(asked.confident, topic).toBe(true);
      expect(asked.topics).toBeUndefined();
    }
  });

  it('to a catalog that is empty', async () => {
    const catalog = openSqliteCatalog(':memory:');
    const empty = createLibrary(catalog, library.embedder, library.questions);
    expect(await searchPapers(empty, 'unlearning', top)).toMatchObject({ confident: false, matches: [] });
    await catalog.close();
  });

  it('by a line that is measured anew when the catalog has grown, without anyone waiting for it', async () => {
    const catalog = openSqliteCatalog(':memory:');
    const kept = new Keyv<Calibration>();
    const growing = createLibrary(catalog, library.embedder, library.questions, kept);
    const add = async (from: number, to: number): Promise<void> => {
      await catalog.addPapers(
        Array.from({ length: to - from }, (_, i) =>
          makePaper({
            id: `2601.${10_000 + from + i}`,
            title: `Paper ${from + i} on topic ${(from + i) % 7}`,
          }),
        ),
      );
      await embedMissing(catalog, library.embedder);
      await growing.refresh();
    };
    await add(0, 20);
    const first = await growing.calibration();
    expect(first.papers).toBe(20);
    expect(await kept.get('judgement-6')).toEqual(first);
    await add(20, 22);
    expect(await growing.calibration()).toBe(first);
    await add(22, 60);
    expect(await growing.calibration()).toBe(first);
    await expect.poll(() => kept.get('judgement-6')).toMatchObject({ papers: 60 });
    await catalog.close();
  });
});

describe('words', () => {
  it('are all looked up, however common and however many', async () => {
    const asked: (readonly string[])[] = [];
    const catalog = {
      ...library.catalog,
      countPapers: async () => 75_000,
      countWords: async (words: readonly string[]) => words.map(() => 50_000),
      matchWords: async (words: readonly string[]) => {
        asked.push(words);
        return [];
      },
    };
    const words = Array.from({ length: 50 }, (_, i) => `word${i}`);
    await lexicalSearch(catalog, words, 10, { phrases: ['another name'] });
    expect(asked).toEqual([[...words, 'another name']]);
  });

  it('count once each', () => {
    expect(wordsOf('Learning, learning — GPT-4 LEARNING!')).toEqual(['learning', 'gpt', '4']);
    expect(wordsOf('🎉 … !')).toEqual([]);
  });
});

describe('what one way of searching finds', () => {
  it('the other scores too, however far down it lies', async () => {
    const papers = await library.catalog.countPapers();
    const query = await library.embedder.embed(['machine unlearning'], 'query');
    const vector = query[0] ?? new Float32Array(0);
    // Words and meaning that have nothing to do with each other.
    const words = ['recipes', 'cooking', 'gemma'];
    const all = await searchBothWays(library, vector, words, papers);
    const few = await searchBothWays(library, vector, words, 3);
    const scores = (hits: readonly Scored[]) => new Map(hits.map(({ paperId, score }) => [paperId, score]));
    const [cosines, weights] = [scores(all.dense.hits), scores(all.lexical.hits)];
    const found = new Set(
      [...few.dense.hits.slice(0, 3), ...few.lexical.hits.slice(0, 3)].map((hit) => hit.paperId),
    );
    expect(found.size).toBeGreaterThan(3);
    expect(few.dense.hits.map(({ paperId }) => paperId).sort()).toEqual([...found].sort());
    for (const { paperId, score } of few.dense.hits) expect(score).toBeCloseTo(cosines.get(paperId) ?? 0, 3);
    for (const paperId of found) expect(scores(few.lexical.hits).get(paperId)).toBe(weights.get(paperId));
  });
});

describe('papers like one', () => {
  it('are about the same thing, and not itself', async () => {
    const paper = await findPaper(library, 'EmbeddingGemma: Powerful and Lightweight Text Representations');
    const { matches } = await similarPapers(library, paper, top);
    expect(matches.map(({ paper }) => paper.id)).not.toContain(paper.id);
    expect(matches.map(({ paper: { title } }) => title).join()).toMatch(/embedding/i);
  });

  it('can be asked for in words', async () => {
    const { matches } = await searchPapers(library, 'papers like 2509.20354', top);
    const paper = await findPaper(library, '2509.20354');
    expect(matches).toEqual((await similarPapers(library, paper, top)).matches);
    await expect(searchPapers(library, 'papers like 2509.99999', top)).rejects.toThrow('2509.99999');
  });

  it('are found for a paper that has no vector yet', async () => {
    const paper = {
      id: 'local:new',
      title: 'Unlearning in language models',
      abstract: '',
      authors: [],
      categories: [],
    };
    const { matches } = await similarPapers(library, paper, top);
    expect(matches[0]?.paper.title).toMatch(/unlearn/i);
  });
});

describe('a search never shows', () => {
  it('a paper that was removed meanwhile', async () => {
    const [first] = (await searchPapers(library, 'contrast is all you need', top)).matches;
    if (!first) throw new Error('nothing found');
    await library.catalog.removePaper(first.paper.id);
    const { matches } = await searchPapers(library, 'contrast is all you need', top);
    expect(matches).toHaveLength(5);
    expect(matches.map(({ paper }) => paper.id)).not.toContain(first.paper.id);
    await library.catalog.addPapers([first.paper]);
  });

  it('one work twice because it was submitted again under another title', async () => {
    const [first] = (await searchPapers(library, 'contrast is all you need', top)).matches;
    if (!first) throw new Error('nothing found');
    const again = {
      ...first.paper,
      id: '2699.00001',
      title: 'Why you may need nothing but contrast',
      abstract: `${first.paper.abstract} Code is available.`,
    };
    const other = {
      ...again,
      id: '2699.00002',
      title: 'All you need is contrast',
      abstract: 'We look at contrast.',
    };
    await library.catalog.addPapers([again, other]);
    await embedMissing(library.catalog, library.embedder);
    const { matches } = await searchPapers(library, 'contrast is all you need', { from: 0, count: 10 });
    const ids = matches.map(({ paper }) => paper.id);
    expect([first.paper.id, again.id].filter((id) => ids.includes(id))).toHaveLength(1);
    expect(ids).toContain(other.id);
    for (const { id } of [again, other]) await library.catalog.removePaper(id);
  });

  it('the same paper twice after it got its arXiv id', async () => {
    const paper = await findPaper(library, 'Contrast Is All You Need');
    await library.catalog.addPapers([{ ...paper, id: '2307.00001' }]);
    const { matches } = await searchPapers(library, 'contrast is all you need', top);
    expect(
      matches.filter(({ paper: { title } }) => title === paper.title).map(({ paper: { id } }) => id),
    ).toEqual(['2307.00001']);
  });
});
