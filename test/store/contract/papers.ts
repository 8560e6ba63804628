/** Papers by id and title: stored, merged, removed, counted. */
import { describe, expect, test } from 'vitest';
import { localPaperId } from '../../../src/text/title-key.ts';
import { lexicalOf } from '../../helpers/word-indexes.ts';
import { dailyListOf, paper, vector } from '../helpers.ts';
import { databaseForTest, type NewDatabase, storesForTest } from './database.ts';

export function paperContract(newDatabase: NewDatabase): void {
  const full = paper('2509.20354', 'EmbeddingGemma: Powerful Text Representations', {
    abstract: 'We introduce EmbeddingGemma.',
    authors: ['Ada Lovelace', "Moreno D'Incà"],
    categories: ['cs.CL', 'cs.AI'],
    published: '2025-09-24',
  });
  const localId = localPaperId(full.title);
  const local = paper(localId, full.title);

  describe('The number of papers', () => {
    test('follows additions and removals, through another connection too', async () => {
      const database = databaseForTest(newDatabase);
      const stores = await database.open();
      const other = await database.open();
      expect(await stores.papers.count()).toBe(0);
      await other.papers.add([paper('2601.00001', 'One'), paper('2601.00002', 'Two')]);
      expect(await stores.papers.count()).toBe(2);
      await other.papers.remove('2601.00001');
      expect(await stores.papers.count()).toBe(1);
      await stores.papers.remove('2601.00002');
      expect([await stores.papers.count(), await other.papers.count()]).toEqual([0, 0]);
    });
  });

  describe('A paper', () => {
    test('is returned as stored, also after closing and opening the file', async () => {
      const database = databaseForTest(newDatabase);
      const first = await database.open();
      expect(await first.papers.add([full, paper('local:a', 'A')])).toEqual({ added: 2, updated: 0 });
      await first.close();
      const again = await database.open();
      expect(await again.papers.get('2509.20354')).toEqual(full);
      expect(await again.papers.get('local:a')).toEqual(paper('local:a', 'A'));
      expect(await again.papers.count()).toBe(2);
    });

    test('that is missing is undefined', async () => {
      const stores = await storesForTest(newDatabase);
      expect(await stores.papers.get('2509.20354')).toBeUndefined();
      expect(await stores.papers.findByTitle('Nothing')).toBeUndefined();
      expect(await stores.papers.remove('2509.20354')).toBe(false);
    });

    test('is found by its title whatever its case, accents and punctuation', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([full]);
      expect(await stores.papers.findByTitle('embeddinggemma - powerful TEXT representations!')).toEqual(
        full,
      );
      expect(await stores.papers.findByTitle('EmbeddingGemma')).toBeUndefined();
      expect(await stores.papers.findByTitle('?!')).toBeUndefined();
    });

    test('is deleted with its vectors, words and list entries', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([full, paper('local:a', 'A')]);
      await stores.vectors.add('m', [vector(full.id, 1), vector('local:a', 2)]);
      await stores.dailyLists.save({
        source: 'bundled',
        entries: [{ paperId: full.id }, { paperId: 'local:a' }],
      });
      expect(await stores.papers.remove(full.id)).toBe(true);
      expect(await stores.papers.get(full.id)).toBeUndefined();
      expect(await stores.vectors.count('m')).toBe(1);
      expect(await lexicalOf(stores).search(['embeddinggemma'], 10)).toEqual([]);
      expect((await stores.dailyLists.newest())?.entries.map((entry) => entry.paperId)).toEqual(['local:a']);
      await stores.checkIntegrity();
    });
  });

  describe('Several papers', () => {
    test('are returned in the requested order, each once, without missing ones', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([local, paper('local:a', 'A'), paper('local:b', 'B')]);
      await stores.papers.add([full]);
      const found = await stores.papers.getMany([
        'local:b',
        localId,
        'local:none',
        'local:a',
        full.id,
        'local:b',
      ]);
      expect(found.map(({ id }) => id)).toEqual(['local:b', full.id, 'local:a']);
    });

    test('are stored all, or none if one fails', async () => {
      const stores = await storesForTest(newDatabase);
      const broken = { ...paper('local:b', 'B'), abstract: undefined as never };
      await expect(stores.papers.add([paper('local:a', 'A'), broken])).rejects.toThrow();
      expect(await stores.papers.count()).toBe(0);
      expect(await stores.papers.add([paper('local:a', 'A')])).toEqual({ added: 1, updated: 0 });
      await stores.checkIntegrity();
    });
  });

  describe('A paper added again', () => {
    test('changes nothing if nothing is new', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([full]);
      expect(await stores.papers.add([full, { ...full, abstract: '', authors: [] }])).toEqual({
        added: 0,
        updated: 0,
      });
      expect(await stores.papers.get(full.id)).toEqual(full);
    });

    test('updates given fields and keeps the others', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([full]);
      const news = paper(full.id, 'EmbeddingGemma 2', { categories: ['cs.IR'] });
      expect(await stores.papers.add([news])).toEqual({ added: 0, updated: 1 });
      expect(await stores.papers.get(full.id)).toEqual({
        ...full,
        title: 'EmbeddingGemma 2',
        categories: ['cs.IR'],
      });
      expect(await stores.papers.findByTitle(full.title)).toBeUndefined();
      expect(await lexicalOf(stores).documentFrequencies(['powerful', 'gemma', '2'])).toEqual([0, 0, 1]);
      await stores.checkIntegrity();
    });

    test('with an arXiv id replaces the one without, whose id still finds it', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([local]);
      await stores.dailyLists.save({ source: 'bundled', entries: [{ paperId: localId, votes: 3 }] });
      expect(await stores.papers.add([full])).toEqual({ added: 0, updated: 1 });
      expect(await stores.papers.count()).toBe(1);
      expect(await stores.papers.get(full.id)).toEqual(full);
      expect(await stores.papers.get(localId)).toEqual(full);
      expect((await stores.dailyLists.newest())?.entries).toEqual([{ paperId: full.id, votes: 3 }]);
      await stores.dailyLists.save({
        source: 'hugging-face',
        day: '2025-10-01',
        entries: [{ paperId: localId }],
      });
      expect((await stores.dailyLists.newest())?.entries).toEqual([{ paperId: full.id }]);
      await stores.vectors.add('m', [vector(localId, 1)]);
      expect((await stores.vectors.since('m', 0, 10)).items).toMatchObject([vector(full.id, 1)]);
      expect(await stores.papers.remove(localId)).toBe(true);
      expect(await stores.papers.get(full.id)).toBeUndefined();
    });

    test('without an arXiv id is the one that has it, and both ids find it', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([full]);
      expect(await stores.papers.add([local])).toEqual({ added: 0, updated: 0 });
      expect(await stores.papers.count()).toBe(1);
      expect(await stores.papers.get(localId)).toEqual(full);
    });

    test('in the same batch is one paper too', async () => {
      const stores = await storesForTest(newDatabase);
      expect(await stores.papers.add([local, full, local])).toEqual({ added: 1, updated: 1 });
      expect(await stores.papers.getMany([localId, full.id])).toEqual([full]);
    });

    test('under another arXiv id stays a separate paper, whatever its title', async () => {
      const stores = await storesForTest(newDatabase);
      const other = { ...full, id: '2510.00001' };
      expect(await stores.papers.add([full, other])).toEqual({ added: 2, updated: 0 });
      expect(await stores.papers.getMany([full.id, other.id])).toEqual([full, other]);
    });

    test('under a title of nothing but symbols matches no other such', async () => {
      const stores = await storesForTest(newDatabase);
      expect(await stores.papers.add([paper('2509.00001', '?!'), paper('local:x', '🙂')])).toEqual({
        added: 2,
        updated: 0,
      });
    });

    test('that matches two stored ones merges them', async () => {
      const stores = await storesForTest(newDatabase);
      // The arXiv paper's title changed, and a source without ids had the new one first.
      const renamed = paper('local:renamed', 'Renamed', { published: '2025-01-01', authors: ['Bo'] });
      await stores.papers.add([{ ...full, published: undefined }, renamed, paper('local:b', 'B')]);
      await stores.dailyLists.save({
        source: 'hugging-face',
        day: '2025-09-30',
        entries: [{ paperId: 'local:renamed' }, { paperId: 'local:b' }, { paperId: full.id }],
      });
      await stores.dailyLists.save({
        source: 'hugging-face',
        day: '2025-10-01',
        entries: [{ paperId: 'local:renamed' }],
      });
      expect(await stores.papers.add([paper(full.id, 'Renamed')])).toEqual({ added: 0, updated: 1 });
      expect(await stores.papers.count()).toBe(2);
      const merged = { ...full, title: 'Renamed', published: '2025-01-01' };
      expect(await stores.papers.get(full.id)).toEqual(merged);
      expect(await stores.papers.get('local:renamed')).toEqual(merged);
      expect((await stores.dailyLists.newest())?.entries).toEqual([{ paperId: full.id }]);
      expect(
        (await dailyListOf(stores, 'hugging-face', '2025-09-30'))?.entries.map(({ paperId }) => paperId),
      ).toEqual(['local:b', full.id]);
      expect((await stores.papers.since(0, 10)).items.map(({ paperId }) => paperId).sort()).toEqual([
        full.id,
        'local:b',
      ]);
      await stores.checkIntegrity();
    });

    test('that replaces another is found by every id of the other', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([full, paper('local:renamed', 'Renamed')]);
      await stores.papers.add([paper('local:also-renamed', 'RENAMED')]);
      expect(await stores.papers.count()).toBe(2);
      await stores.papers.add([paper(full.id, 'Renamed')]);
      for (const id of [full.id, 'local:renamed', 'local:also-renamed']) {
        expect((await stores.papers.get(id))?.id).toBe(full.id);
      }
    });

    test('loses its vectors only if its words changed', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([
        full,
        paper('local:a', 'A', { abstract: 'old' }),
        paper('local:b', 'B'),
        local,
      ]);
      await stores.vectors.add('m', [vector(full.id, 1), vector('local:a', 2), vector('local:b', 3)]);
      expect(await stores.vectors.missing('m', 10)).toEqual([]);
      await stores.papers.add([
        { ...full, authors: ['Someone'] },
        paper('local:a', 'A', { abstract: 'new' }),
        paper('2509.00002', 'B'),
      ]);
      expect((await stores.vectors.missing('m', 10)).map(({ id }) => id)).toEqual(['local:a']);
      expect(await stores.vectors.count('m')).toBe(2);
    });

    test('comes again through the feed only if something that is searched changed', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([full]);
      const { cursor } = await stores.papers.since(0, 10);
      const changed = async (rest: Partial<typeof full>) => {
        await stores.papers.add([{ ...full, ...rest }]);
        return (await stores.papers.since(cursor, 10)).items.length;
      };
      expect(await changed({})).toBe(0);
      expect(await changed({ repository: 'https://github.com/ada/engine' })).toBe(0);
      expect(await changed({ authors: ['Someone'] })).toBe(1);
    });

    test('is marked as withdrawn, and unmarked by a more trusted source', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([{ ...full, withdrawn: true }], 'file');
      expect(await stores.papers.get(full.id)).toEqual({ ...full, withdrawn: true });
      await stores.papers.add([full], 'arxiv');
      expect((await stores.papers.get(full.id))?.withdrawn).toBe(true);
      await stores.papers.add([{ ...full, withdrawn: false }], 'arxiv');
      expect((await stores.papers.get(full.id))?.withdrawn).toBeFalsy();
    });
  });
}
