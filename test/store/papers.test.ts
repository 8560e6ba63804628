import { describe, expect, test } from 'vitest';
import { localPaperId } from '../../src/domain/paper.ts';
import { openCatalog, paper, temporaryFolder, vector } from './helpers.ts';

const full = paper('2509.20354', 'EmbeddingGemma: Powerful Text Representations', {
  abstract: 'We introduce EmbeddingGemma.',
  authors: ['Ada Lovelace', "Moreno D'Incà"],
  categories: ['cs.CL', 'cs.AI'],
  published: '2025-09-24',
});
const localId = localPaperId(full.title);
const local = paper(localId, full.title);

describe('Counting papers', () => {
  test('follows what comes and goes, through another connection too', async () => {
    const path = `${temporaryFolder()}/catalog.db`;
    const catalog = openCatalog(path);
    const other = openCatalog(path);
    expect(await catalog.countPapers()).toBe(0);
    await other.addPapers([paper('2601.00001', 'One'), paper('2601.00002', 'Two')]);
    expect(await catalog.countPapers()).toBe(2);
    await other.removePaper('2601.00001');
    expect(await catalog.countPapers()).toBe(1);
    await catalog.removePaper('2601.00002');
    expect([await catalog.countPapers(), await other.countPapers()]).toEqual([0, 0]);
  });
});

describe('A paper', () => {
  test('comes back as it was stored, also after closing and opening the file', async () => {
    const path = `${temporaryFolder()}/new folder/catalog.db`;
    const first = openCatalog(path);
    expect(await first.addPapers([full, paper('local:a', 'A')])).toEqual({ added: 2, updated: 0 });
    await first.close();
    const again = openCatalog(path);
    expect(await again.getPaper('2509.20354')).toEqual(full);
    expect(await again.getPaper('local:a')).toEqual(paper('local:a', 'A'));
    expect(await again.countPapers()).toBe(2);
  });

  test('that is not there is undefined', async () => {
    const catalog = openCatalog();
    expect(await catalog.getPaper('2509.20354')).toBeUndefined();
    expect(await catalog.findByTitle('Nothing')).toBeUndefined();
    expect(await catalog.removePaper('2509.20354')).toBe(false);
  });

  test('is found by its title whatever its case, accents and punctuation', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([full]);
    expect(await catalog.findByTitle('embeddinggemma - powerful TEXT representations!')).toEqual(full);
    expect(await catalog.findByTitle('EmbeddingGemma')).toBeUndefined();
    expect(await catalog.findByTitle('?!')).toBeUndefined();
  });

  test('is forgotten with its vectors, words and places in lists', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([full, paper('local:a', 'A')]);
    await catalog.addVectors('m', [vector(full.id, 1), vector('local:a', 2)]);
    await catalog.saveDailyList({
      source: 'bundled',
      entries: [{ paperId: full.id }, { paperId: 'local:a' }],
    });
    expect(await catalog.removePaper(full.id)).toBe(true);
    expect(await catalog.getPaper(full.id)).toBeUndefined();
    expect(await catalog.countVectors('m')).toBe(1);
    expect(await catalog.searchTerms(['embeddinggemma'], 10)).toEqual([]);
    expect((await catalog.newestDailyList())?.entries.map((entry) => entry.paperId)).toEqual(['local:a']);
    await catalog.checkIntegrity();
  });
});

describe('Several papers', () => {
  test('come in the order asked for, each once, without those that are not there', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([local, paper('local:a', 'A'), paper('local:b', 'B')]);
    await catalog.addPapers([full]);
    const found = await catalog.getPapers(['local:b', localId, 'local:none', 'local:a', full.id, 'local:b']);
    expect(found.map(({ id }) => id)).toEqual(['local:b', full.id, 'local:a']);
  });

  test('are stored all or, where one cannot be, none', async () => {
    const catalog = openCatalog();
    const broken = { ...paper('local:b', 'B'), abstract: undefined as never };
    await expect(catalog.addPapers([paper('local:a', 'A'), broken])).rejects.toThrow();
    expect(await catalog.countPapers()).toBe(0);
    expect(await catalog.addPapers([paper('local:a', 'A')])).toEqual({ added: 1, updated: 0 });
    await catalog.checkIntegrity();
  });
});

describe('A paper given again', () => {
  test('changes nothing where nothing is new', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([full]);
    expect(await catalog.addPapers([full, { ...full, abstract: '', authors: [] }])).toEqual({
      added: 0,
      updated: 0,
    });
    expect(await catalog.getPaper(full.id)).toEqual(full);
  });

  test('takes what is newly given and keeps what is not', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([full]);
    const news = paper(full.id, 'EmbeddingGemma 2', { categories: ['cs.IR'] });
    expect(await catalog.addPapers([news])).toEqual({ added: 0, updated: 1 });
    expect(await catalog.getPaper(full.id)).toEqual({
      ...full,
      title: 'EmbeddingGemma 2',
      categories: ['cs.IR'],
    });
    expect(await catalog.findByTitle(full.title)).toBeUndefined();
    expect(await catalog.documentFrequencies(['powerful', 'gemma', '2'])).toEqual([0, 0, 1]);
    await catalog.checkIntegrity();
  });

  test('with an arXiv id takes the place of the one without, whose id goes on finding it', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([local]);
    await catalog.saveDailyList({ source: 'bundled', entries: [{ paperId: localId, votes: 3 }] });
    expect(await catalog.addPapers([full])).toEqual({ added: 0, updated: 1 });
    expect(await catalog.countPapers()).toBe(1);
    expect(await catalog.getPaper(full.id)).toEqual(full);
    expect(await catalog.getPaper(localId)).toEqual(full);
    expect((await catalog.newestDailyList())?.entries).toEqual([{ paperId: full.id, votes: 3 }]);
    await catalog.saveDailyList({
      source: 'hugging-face',
      day: '2025-10-01',
      entries: [{ paperId: localId }],
    });
    expect((await catalog.newestDailyList())?.entries).toEqual([{ paperId: full.id }]);
    await catalog.addVectors('m', [vector(localId, 1)]);
    expect((await catalog.vectorsSince('m', 0, 10)).items).toMatchObject([vector(full.id, 1)]);
    expect(await catalog.removePaper(localId)).toBe(true);
    expect(await catalog.getPaper(full.id)).toBeUndefined();
  });

  test('without an arXiv id is the one that has it, and both ids find it', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([full]);
    expect(await catalog.addPapers([local])).toEqual({ added: 0, updated: 0 });
    expect(await catalog.countPapers()).toBe(1);
    expect(await catalog.getPaper(localId)).toEqual(full);
  });

  test('in the same batch is one paper too', async () => {
    const catalog = openCatalog();
    expect(await catalog.addPapers([local, full, local])).toEqual({ added: 1, updated: 1 });
    expect(await catalog.getPapers([localId, full.id])).toEqual([full]);
  });

  test('under another arXiv id stays a paper of its own, whatever its title', async () => {
    const catalog = openCatalog();
    const other = { ...full, id: '2510.00001' };
    expect(await catalog.addPapers([full, other])).toEqual({ added: 2, updated: 0 });
    expect(await catalog.getPapers([full.id, other.id])).toEqual([full, other]);
  });

  test('under a title of nothing but symbols is not taken for another such', async () => {
    const catalog = openCatalog();
    expect(await catalog.addPapers([paper('2509.00001', '?!'), paper('local:x', '🙂')])).toEqual({
      added: 2,
      updated: 0,
    });
  });

  test('that turns out to be two stored ones makes one of them', async () => {
    const catalog = openCatalog();
    // The title of the arXiv paper changed meanwhile, and the new one came first from a source without ids.
    const renamed = paper('local:renamed', 'Renamed', { published: '2025-01-01', authors: ['Bo'] });
    await catalog.addPapers([{ ...full, published: undefined }, renamed, paper('local:b', 'B')]);
    await catalog.saveDailyList({
      source: 'bundled',
      entries: [{ paperId: 'local:renamed' }, { paperId: 'local:b' }, { paperId: full.id }],
    });
    await catalog.saveDailyList({
      source: 'hugging-face',
      day: '2025-10-01',
      entries: [{ paperId: 'local:renamed' }],
    });
    expect(await catalog.addPapers([paper(full.id, 'Renamed')])).toEqual({ added: 0, updated: 1 });
    expect(await catalog.countPapers()).toBe(2);
    const merged = { ...full, title: 'Renamed', published: '2025-01-01' };
    expect(await catalog.getPaper(full.id)).toEqual(merged);
    expect(await catalog.getPaper('local:renamed')).toEqual(merged);
    expect((await catalog.newestDailyList())?.entries).toEqual([{ paperId: full.id }]);
    expect((await catalog.getDailyList('bundled', undefined))?.entries.map(({ paperId }) => paperId)).toEqual(
      ['local:b', full.id],
    );
    expect((await catalog.titlesSince(0, 10)).items.map(({ paperId }) => paperId).sort()).toEqual([
      full.id,
      'local:b',
    ]);
    await catalog.checkIntegrity();
  });

  test('that takes over another is found by every id that found the other', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([full, paper('local:renamed', 'Renamed')]);
    await catalog.addPapers([paper('local:also-renamed', 'RENAMED')]);
    expect(await catalog.countPapers()).toBe(2);
    await catalog.addPapers([paper(full.id, 'Renamed')]);
    for (const id of [full.id, 'local:renamed', 'local:also-renamed']) {
      expect((await catalog.getPaper(id))?.id).toBe(full.id);
    }
  });

  test('loses its vectors where its words changed, and only then', async () => {
    const catalog = openCatalog();
    await catalog.addPapers([full, paper('local:a', 'A', { abstract: 'old' }), paper('local:b', 'B'), local]);
    await catalog.addVectors('m', [vector(full.id, 1), vector('local:a', 2), vector('local:b', 3)]);
    expect(await catalog.papersWithoutVector('m', 10)).toEqual([]);
    await catalog.addPapers([
      { ...full, authors: ['Someone'] },
      paper('local:a', 'A', { abstract: 'new' }),
      paper('2509.00002', 'B'),
    ]);
    expect((await catalog.papersWithoutVector('m', 10)).map(({ id }) => id)).toEqual(['local:a']);
    expect(await catalog.countVectors('m')).toBe(2);
  });
});
