/** Whole searches: results, their order, and no duplicates. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scored } from '../../src/index/scored.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { findPaper } from '../../src/retrieval/find-paper.ts';
import { lexicalSearch, queryTerms } from '../../src/retrieval/lexical.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchBothWays } from '../../src/retrieval/retrieve.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const top = { from: 0, count: 5 };

describe('a query finds the intended paper', () => {
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
    const { matches, confident } = await searchPapers(engine, parseQuery(question), top);
    expect(confident).toBe(true);
    expect(
      matches
        .slice(0, 3)
        .map(({ paper }) => paper.title.toLowerCase())
        .join(),
    ).toContain(title.toLowerCase());
  });

  it('first of all if it is the whole title', async () => {
    const ids = await engine.stores.papers.newest({ categories: [], authors: [] }, 200);
    for (const { id, title } of await engine.stores.papers.getMany(ids)) {
      const { confident, corrected, matches } = await searchPapers(engine, parseQuery(title), {
        from: 0,
        count: 1,
      });
      expect([title, matches[0]?.paper.id]).toEqual([title, id]);
      expect({ confident, corrected }).toEqual({ confident: true, corrected: undefined });
    }
    const named = 'Efficient Few-Shot Learning Without Prompts';
    const filtered = await searchPapers(engine, parseQuery(`${named} since:2090`), top);
    expect(filtered.matches).toEqual([]);
  });

  it('and shows the sentence of the abstract that fits best', async () => {
    const { matches } = await searchPapers(engine, parseQuery('catastrophic forgetting'), top);
    const told = matches.find(({ paper }) => /catastrophic forgetting/i.test(paper.abstract));
    expect(told?.snippet).toMatch(/catastrophic forgetting/i);
    expect(told?.paper.abstract).toContain(told?.snippet);
  });
});

describe('paging', () => {
  it('continues after the previous page, and ends', async () => {
    const first = await searchPapers(engine, parseQuery('fine-tuning'), { from: 0, count: 7 });
    const second = await searchPapers(engine, parseQuery('fine-tuning'), { from: 7, count: 7 });
    const both = await searchPapers(engine, parseQuery('fine-tuning'), { from: 0, count: 14 });
    expect([...first.matches, ...second.matches].map(({ paper }) => paper.id)).toEqual(
      both.matches.map(({ paper }) => paper.id),
    );
    expect(first.hasMore).toBe(true);
    const last = await searchPapers(engine, parseQuery('fine-tuning'), { from: 1_000, count: 5 });
    expect(last).toMatchObject({ matches: [], hasMore: false });
  });
});

describe('query words', () => {
  it('are all used, however frequent and however many', async () => {
    const asked: (readonly string[])[] = [];
    const large = {
      lexical: {
        ...engine.lexical,
        size: 75_000,
        documentFrequencies: async (words: readonly string[]) => words.map(() => 50_000),
        search: async (words: readonly string[]) => {
          asked.push(words);
          return [];
        },
      },
    };
    const words = Array.from({ length: 50 }, (_, i) => `word${i}`);
    await lexicalSearch(large, words, 10);
    expect(asked).toEqual([words]);
  });

  it('count once each', () => {
    expect(queryTerms('Learning, learning — GPT-4 LEARNING!')).toEqual(['learning', 'gpt', '4']);
    expect(queryTerms('🎉 … !')).toEqual([]);
  });
});

describe('papers that one half found', () => {
  it('are scored by the other too, at any rank', async () => {
    const papers = await engine.stores.papers.count();
    const query = await engine.embedder.embed(['machine unlearning'], 'query');
    const vector = query[0] ?? new Float32Array(0);
    // Words and vectors that are unrelated.
    const words = ['recipes', 'cooking', 'gemma'];
    const all = await searchBothWays(engine, vector, words, papers);
    const few = await searchBothWays(engine, vector, words, 3);
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

describe('a search never shows', () => {
  it('a paper removed in the meantime', async () => {
    const [first] = (await searchPapers(engine, parseQuery('contrast is all you need'), top)).matches;
    if (!first) throw new Error('nothing found');
    await engine.stores.papers.remove(first.paper.id);
    const { matches } = await searchPapers(engine, parseQuery('contrast is all you need'), top);
    expect(matches).toHaveLength(5);
    expect(matches.map(({ paper }) => paper.id)).not.toContain(first.paper.id);
    await engine.stores.papers.add([first.paper]);
  });

  it('one work twice because it was submitted again under another title', async () => {
    const [first] = (await searchPapers(engine, parseQuery('contrast is all you need'), top)).matches;
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
    await engine.stores.papers.add([again, other]);
    await backfillEmbeddings(engine.stores, engine.embedder);
    const { matches } = await searchPapers(engine, parseQuery('contrast is all you need'), {
      from: 0,
      count: 10,
    });
    const ids = matches.map(({ paper }) => paper.id);
    expect([first.paper.id, again.id].filter((id) => ids.includes(id))).toHaveLength(1);
    expect(ids).toContain(other.id);
    for (const { id } of [again, other]) await engine.stores.papers.remove(id);
  });

  it('the same paper twice after it got its arXiv id', async () => {
    const paper = await findPaper(engine, 'Contrast Is All You Need');
    await engine.stores.papers.add([{ ...paper, id: '2307.00001' }]);
    const { matches } = await searchPapers(engine, parseQuery('contrast is all you need'), top);
    expect(
      matches.filter(({ paper: { title } }) => title === paper.title).map(({ paper: { id } }) => id),
    ).toEqual(['2307.00001']);
  });
});
