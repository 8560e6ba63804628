/** The words that a query is searched with, and the reply if papers don't fit, at the boundary of `searchPapers`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { findPaper } from '../../src/retrieval/find-paper.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { paper } from '../store/helpers.ts';

const PAPERS = [
  paper('2501.00001', 'Post-Training Quantization of Vision Transformers', {
    abstract: 'We study quantization. The model has no labels.',
    published: '2025-01-05',
  }),
  paper('2601.00002', 'Quantisation for Speech', {
    abstract: 'British authors write of quantisation too.',
    published: '2026-01-05',
  }),
  paper('2501.00003', 'Image Compression with Diffusion Models', {
    abstract: 'Diffusion models (DMs) compress images.',
    published: '2025-02-05',
  }),
  paper('2501.00004', 'DMs for Video', {
    abstract: 'Diffusion models (DMs) for video. DMs are slow; DMs need many steps.',
    published: '2025-03-05',
  }),
  paper('2501.00005', 'EvoPrune: Evolving Masks', {
    abstract: 'Masks for networks.',
    published: '2025-03-06',
  }),
  paper('2501.00006', 'Retrieval-Augmented Generation for Medical Questions', {
    abstract: 'Medical retrieval.',
    published: '2025-04-05',
  }),
  paper('2501.00007', 'Retrieval-Augmented Generation with Long Contexts', {
    abstract: 'Retrieval of passages.',
    published: '2025-05-05',
  }),
  paper('2501.00008', 'Attention Is All You Need for Caching', {
    abstract: 'A cache.',
    published: '2025-06-05',
  }),
  paper('2501.00009', 'Learning Without Forgetting in Robots', {
    abstract: 'Robots learn without forgetting.',
    published: '2025-06-06',
  }),
];

let engine: SearchEngine;
beforeAll(async () => {
  const stores = openSqliteStores(':memory:');
  await stores.papers.add(PAPERS);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await backfillEmbeddings(stores, embedder);
  engine = createSearchEngine(stores, embedder);
  await engine.refresh();
});
afterAll(() => engine.stores.close());

const ask = async (query: string, count = 5) => {
  const result = await searchPapers(engine, parseQuery(query), { from: 0, count });
  return { ...result, ids: result.matches.map(({ paper: { id } }) => id) };
};

describe('a query', () => {
  it('finds both spellings of a word, whichever was typed', async () => {
    for (const query of ['quantisation', 'quantization'])
      expect((await ask(query)).ids.slice(0, 2).sort()).toEqual(['2501.00001', '2601.00002']);
  });

  it('is not outvoted by the abbreviation of one of its phrases', async () => {
    expect((await ask('image compression with diffusion models')).ids[0]).toBe('2501.00003');
  });

  it('for a name that a title holds is answered', async () => {
    expect(await ask('EvoPrune')).toMatchObject({
      confident: true,
      ids: expect.arrayContaining(['2501.00005']),
    });
    expect((await ask('evoprune')).ids[0]).toBe('2501.00005');
  });

  it('leaves out papers that mention what it excludes', async () => {
    for (const query of [
      'retrieval augmented generation -medical',
      'retrieval augmented generation without medical',
    ]) {
      const { ids, excluded } = await ask(query);
      expect(ids[0]).toBe('2501.00007');
      expect(ids).not.toContain('2501.00006');
      expect(excluded).toEqual(['medical']);
    }
  });

  it('keeps “without” where papers write so themselves', async () => {
    const { ids, excluded } = await ask('learning without forgetting');
    expect(ids[0]).toBe('2501.00009');
    expect(excluded).toBeUndefined();
  });

  it('for the latest papers has the newest first', async () => {
    expect((await ask('latest quantization papers')).ids[0]).toBe('2601.00002');
  });

  it('in another language is searched in English', async () => {
    expect(await ask('Quantisierung von Vision-Transformern')).toMatchObject({
      translated: { language: 'de' },
      ids: expect.arrayContaining(['2501.00001']),
    });
  });

  it('in a language that can’t be read has no answer, and its words are not corrected', async () => {
    expect(await ask('квантование нейронных сетей')).toMatchObject({
      confident: false,
      corrected: undefined,
      unreadLanguage: 'ru',
    });
  });

  it('for a well-known title that isn’t here says so instead of answering with another paper', async () => {
    expect(await ask('attention is all you need')).toMatchObject({
      confident: false,
      absent: { arxivId: '1706.03762' },
    });
    await expect(findPaper(engine, 'Attention is all you need')).rejects.toThrow(/1706\.03762/);
  });
});
