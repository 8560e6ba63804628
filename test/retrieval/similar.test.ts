/** Similar papers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPaper } from '../../src/retrieval/find-paper.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import { similarPapers } from '../../src/retrieval/similar.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const top = { from: 0, count: 5 };

describe('papers like one', () => {
  it('have the same subject, without the paper itself', async () => {
    const paper = await findPaper(engine, 'EmbeddingGemma: Powerful and Lightweight Text Representations');
    const { matches } = await similarPapers(engine, paper, top);
    expect(matches.map(({ paper }) => paper.id)).not.toContain(paper.id);
    expect(matches.map(({ paper: { title } }) => title).join()).toMatch(/embedding/i);
  });

  it('can be requested in words', async () => {
    const { matches } = await searchPapers(engine, parseQuery('papers like 2509.20354'), top);
    const paper = await findPaper(engine, '2509.20354');
    expect(matches).toEqual((await similarPapers(engine, paper, top)).matches);
    await expect(searchPapers(engine, parseQuery('papers like 2509.99999'), top)).rejects.toThrow(
      '2509.99999',
    );
  });

  it('are found for a paper without a vector', async () => {
    const paper = {
      id: 'local:new',
      title: 'Unlearning in language models',
      abstract: '',
      authors: [],
      categories: [],
    };
    const { matches } = await similarPapers(engine, paper, top);
    expect(matches[0]?.paper.title).toMatch(/unlearn/i);
  });
});
