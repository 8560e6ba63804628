import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/store/catalog.ts';
import { openCatalog, paper } from './helpers.ts';

async function withPapers(): Promise<Catalog> {
  const catalog = openCatalog();
  await catalog.addPapers(['a', 'b', 'c'].map((name) => paper(`local:${name}`, name)));
  return catalog;
}

describe('A listing', () => {
  test('comes back in its order, with unknown counts unknown', async () => {
    const catalog = await withPapers();
    const dailyList = {
      source: 'hugging-face' as const,
      day: '2026-01-02',
      entries: [
        { paperId: 'local:c', votes: 12, comments: 0, stars: 7 },
        { paperId: 'local:a', votes: 0, comments: undefined, stars: undefined },
      ],
    };
    await catalog.saveDailyList(dailyList);
    expect(await catalog.getDailyList('hugging-face', '2026-01-02')).toEqual(dailyList);
    expect(await catalog.getDailyList('hugging-face', '2026-01-01')).toBeUndefined();
    expect(await catalog.getDailyList('bundled', undefined)).toBeUndefined();
  });

  test('replaces the one of the same source and day', async () => {
    const catalog = await withPapers();
    await catalog.saveDailyList({
      source: 'bundled',
      entries: [{ paperId: 'local:a' }, { paperId: 'local:b' }],
    });
    await catalog.saveDailyList({ source: 'bundled', entries: [{ paperId: 'local:c' }] });
    expect((await catalog.getDailyList('bundled', undefined))?.entries).toEqual([{ paperId: 'local:c' }]);
  });

  test('names a paper once, at its better place', async () => {
    const catalog = await withPapers();
    const entries = [
      { paperId: 'local:b', votes: 2 },
      { paperId: 'local:a' },
      { paperId: 'local:b', votes: 1 },
    ];
    await catalog.saveDailyList({ source: 'bundled', entries });
    expect((await catalog.newestDailyList())?.entries).toEqual(entries.slice(0, 2));
  });

  test('of a paper that is not stored is refused, and the one before stays', async () => {
    const catalog = await withPapers();
    await catalog.saveDailyList({ source: 'bundled', entries: [{ paperId: 'local:a' }] });
    const wrong = catalog.saveDailyList({
      source: 'bundled',
      entries: [{ paperId: 'local:b' }, { paperId: 'local:x' }],
    });
    await expect(wrong).rejects.toThrow('A listing names local:x, which is not stored.');
    expect((await catalog.newestDailyList())?.entries).toEqual([{ paperId: 'local:a' }]);
  });
});

describe('The newest listing', () => {
  test('is the one of the latest day, and the bundled one only where there is no other', async () => {
    const catalog = await withPapers();
    expect(await catalog.newestDailyList()).toBeUndefined();
    const entries = [{ paperId: 'local:a' }];
    await catalog.saveDailyList({ source: 'bundled', entries });
    expect(await catalog.newestDailyList()).toEqual({ source: 'bundled', day: undefined, entries });
    await catalog.saveDailyList({ source: 'hugging-face', day: '2026-02-10', entries });
    await catalog.saveDailyList({ source: 'hugging-face', day: '2026-02-09', entries });
    expect(await catalog.newestDailyList()).toMatchObject({ source: 'hugging-face', day: '2026-02-10' });
  });

  test('is never one that names no paper, such as a day off', async () => {
    const catalog = await withPapers();
    await catalog.saveDailyList({
      source: 'hugging-face',
      day: '2026-02-13',
      entries: [{ paperId: 'local:a' }],
    });
    await catalog.saveDailyList({ source: 'hugging-face', day: '2026-02-14', entries: [] });
    expect((await catalog.newestDailyList())?.day).toBe('2026-02-13');
    expect((await catalog.getDailyList('hugging-face', '2026-02-14'))?.entries).toEqual([]);
  });
});
