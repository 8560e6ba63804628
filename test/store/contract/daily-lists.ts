/** Daily lists and the history of their counts. */
import { describe, expect, test } from 'vitest';
import type { Stores } from '../../../src/store/stores.ts';
import { dailyListOf, paper } from '../helpers.ts';
import { type NewDatabase, storesForTest } from './database.ts';

export function dailyListContract(newDatabase: NewDatabase): void {
  async function withPapers(): Promise<Stores> {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add(['a', 'b', 'c'].map((name) => paper(`local:${name}`, name)));
    return stores;
  }

  describe('A daily list', () => {
    test('is returned in its order, with unknown counts unknown', async () => {
      const stores = await withPapers();
      const dailyList = {
        source: 'hugging-face' as const,
        day: '2026-01-02',
        entries: [
          { paperId: 'local:c', votes: 12, comments: 0, stars: 7 },
          { paperId: 'local:a', votes: 0, comments: undefined, stars: undefined },
        ],
      };
      await stores.dailyLists.save(dailyList);
      expect(await dailyListOf(stores, 'hugging-face', '2026-01-02')).toEqual(dailyList);
      expect(await dailyListOf(stores, 'hugging-face', '2026-01-01')).toBeUndefined();
      expect(await dailyListOf(stores, 'bundled')).toBeUndefined();
    });

    test('replaces the one of the same source and day', async () => {
      const stores = await withPapers();
      await stores.dailyLists.save({
        source: 'bundled',
        entries: [{ paperId: 'local:a' }, { paperId: 'local:b' }],
      });
      await stores.dailyLists.save({ source: 'bundled', entries: [{ paperId: 'local:c' }] });
      expect((await dailyListOf(stores, 'bundled'))?.entries).toEqual([{ paperId: 'local:c' }]);
    });

    test('names a paper once, at its better position', async () => {
      const stores = await withPapers();
      const entries = [
        { paperId: 'local:b', votes: 2 },
        { paperId: 'local:a' },
        { paperId: 'local:b', votes: 1 },
      ];
      await stores.dailyLists.save({ source: 'bundled', entries });
      expect((await stores.dailyLists.newest())?.entries).toEqual(entries.slice(0, 2));
    });

    test('with an unknown paper is refused, and the previous one stays', async () => {
      const stores = await withPapers();
      await stores.dailyLists.save({ source: 'bundled', entries: [{ paperId: 'local:a' }] });
      const wrong = stores.dailyLists.save({
        source: 'bundled',
        entries: [{ paperId: 'local:b' }, { paperId: 'local:x' }],
      });
      await expect(wrong).rejects.toThrow('A listing names local:x, which is not stored.');
      expect((await stores.dailyLists.newest())?.entries).toEqual([{ paperId: 'local:a' }]);
    });
  });

  describe('The newest list', () => {
    test('is the latest day’s, and the bundled one only if there is no other', async () => {
      const stores = await withPapers();
      expect(await stores.dailyLists.newest()).toBeUndefined();
      const entries = [{ paperId: 'local:a' }];
      await stores.dailyLists.save({ source: 'bundled', entries });
      expect(await stores.dailyLists.newest()).toEqual({ source: 'bundled', day: undefined, entries });
      await stores.dailyLists.save({ source: 'hugging-face', day: '2026-02-10', entries });
      await stores.dailyLists.save({ source: 'hugging-face', day: '2026-02-09', entries });
      expect(await stores.dailyLists.newest()).toMatchObject({ source: 'hugging-face', day: '2026-02-10' });
    });

    test('is never an empty one, as on a day off', async () => {
      const stores = await withPapers();
      await stores.dailyLists.save({
        source: 'hugging-face',
        day: '2026-02-13',
        entries: [{ paperId: 'local:a' }],
      });
      await stores.dailyLists.save({ source: 'hugging-face', day: '2026-02-14', entries: [] });
      expect((await stores.dailyLists.newest())?.day).toBe('2026-02-13');
      expect((await dailyListOf(stores, 'hugging-face', '2026-02-14'))?.entries).toEqual([]);
    });
  });
}
