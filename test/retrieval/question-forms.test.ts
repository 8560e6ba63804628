/** Queries that aren't read word by word: parts of titles, no content words, dates and authors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const top = { from: 0, count: 5 };

describe('part of a title in another script', () => {
  const titled = [
    ['local:zh', '大语言模型的注意力机制综述'],
    ['local:ja', 'LLMのための効率的な微調整手法'],
    ['local:ko', '대규모 언어 모델을 위한 효율적인 미세 조정 방법'],
    ['local:ru', 'Методы сжатия больших языковых моделей'],
  ].map(([id = '', title = '']) => makePaper({ id, title, abstract: title, published: '2025-01-02' }));
  beforeAll(async () => {
    await engine.stores.papers.add(titled);
    await backfillEmbeddings(engine.stores, engine.embedder);
  });
  afterAll(async () => {
    for (const { id } of titled) await engine.stores.papers.remove(id);
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
    const { confident, matches } = await searchPapers(engine, parseQuery(question), top);
    expect({ confident, first: matches[0]?.paper.id }).toEqual({ confident: true, first: id });
  });

  it.each(['天气预报', '红烧肉 模型', '天気予報', 'рецепт борща', '注意力 since:2026'])(
    'finds nothing that no title contains, or that doesn’t pass: %s',
    async (question) => {
      expect((await searchPapers(engine, parseQuery(question), top)).confident).toBe(false);
    },
  );
});

describe('a query without content words', () => {
  it.each(['the', 'papers', 'papers about the', 'what is it', 'any good papers?', '?'])(
    'gets a request for some: %s',
    async (question) => {
      await expect(searchPapers(engine, parseQuery(question), top)).rejects.toThrow(
        'such as “machine unlearning”',
      );
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
  ])('has at least one: %s', async (question) => {
    expect((await searchPapers(engine, parseQuery(question), top)).matches).toHaveLength(5);
  });

  it('finds the paper with that whole title', async () => {
    const named = makePaper({ id: 'local:what-is-it', title: 'What Is It?' });
    await engine.stores.papers.add([named]);
    expect((await searchPapers(engine, parseQuery('what is it'), top)).matches[0]?.paper.id).toBe(named.id);
    await engine.stores.papers.remove(named.id);
  });
});

it('a paper without a date passes a filter by the month in its arXiv id', async () => {
  const undated = makePaper({ id: '2511.00009', title: 'Zither tuning', published: undefined });
  await engine.stores.papers.add([undated]);
  await backfillEmbeddings(engine.stores, engine.embedder);
  const found = async (question: string) =>
    (await searchPapers(engine, parseQuery(question), top)).matches[0]?.paper;
  expect(await found('zither tuning since:2025-11')).toEqual(undated);
  expect(await found('zither tuning before:2025-11')).not.toEqual(undated);
  expect(await found('papers since:2025-11 before:2025-12 author:dua')).toEqual(undated);
  await engine.stores.papers.remove(undated.id);
});

it('an author’s papers without vectors are reported as not ready, not as missing', async () => {
  const fresh = makePaper({ id: '2511.00010', title: 'Zither tuning', authors: ['Zita Zither'] });
  await engine.stores.papers.add([fresh]);
  const found = async (question: string) =>
    (await searchPapers(engine, parseQuery(question), top)).by?.isUnsearchable;
  expect(await found('unlearning by Zita Zither')).toBe(true);
  expect(await found('unlearning by Zita Zither since:2090')).toBe(false);
  await backfillEmbeddings(engine.stores, engine.embedder);
  expect(await found('unlearning by Zita Zither')).toBe(false);
  await engine.stores.papers.remove(fresh.id);
});

describe('a paper that is named by its id', () => {
  const abstract =
    'Embedding models are large. MiniEmbed has 308 million parameters. It runs on a phone without a network. Its training takes two days on four chips.';
  const named = makePaper({ id: '2509.90001', title: 'MiniEmbed', abstract, authors: ['Ada Byron'] });
  beforeAll(async () => {
    await engine.stores.papers.add([named]);
    await backfillEmbeddings(engine.stores, engine.embedder);
  });
  afterAll(() => engine.stores.papers.remove(named.id));
  const sentenceFor = async (question: string) => {
    const { matches } = await searchPapers(engine, parseQuery(question), top);
    expect(matches.map(({ paper }) => paper.id)).toEqual([named.id]);
    return matches[0]?.snippet;
  };

  it.each([
    ['how long does the training of 2509.90001 take?', 'Its training takes two days on four chips.'],
    ['does https://arxiv.org/abs/2509.90001 run on a phone?', 'It runs on a phone without a network.'],
    ['2509.90001', 'Embedding models are large.'],
    ['the paper 2509.90001', 'Embedding models are large.'],
    ['Ada Byron', 'Embedding models are large.'],
  ])('comes with the sentence that answers “%s”, or its first one', async (question, sentence) => {
    expect(await sentenceFor(question)).toBe(sentence);
  });
});

it.each([
  'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'summarise https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'please explain this: https://doi.org/10.1038/nature14539',
])('a link that is no paper is named as such: %s', (question) => {
  expect(() => parseQuery(question)).toThrow("I know papers by arXiv id or title; I can't read that link.");
});
