import { expect, test } from 'vitest';
import { seed } from '../../src/ingest/seed.ts';
import { openTestStores } from '../store/helpers.ts';

test('a new database gets the bundled papers and their list, in order', async () => {
  const stores = openTestStores();
  await seed(stores);
  expect(await stores.papers.count()).toBe(119);
  const list = await stores.dailyLists.newest();
  expect(list).toMatchObject({ source: 'bundled', day: undefined });
  expect(list?.entries).toHaveLength(119);
  const top = await stores.papers.get(list?.entries[0]?.paperId ?? '');
  expect(top?.title).toBe('Query Rewriting for Retrieval-Augmented Large Language Models');
});

test('a second start does nothing: removed papers stay away', async () => {
  const stores = openTestStores();
  await seed(stores);
  const id = (await stores.dailyLists.newest())?.entries[5]?.paperId ?? '';
  expect(await stores.papers.remove(id)).toBe(true);
  await seed(stores);
  expect(await stores.papers.get(id)).toBeUndefined();
  expect(await stores.papers.count()).toBe(118);
});

test('a start interrupted between the papers and their list is completed', async () => {
  const stores = openTestStores();
  const dailyLists = { ...stores.dailyLists, save: () => Promise.reject(new Error('killed')) };
  await seed({ ...stores, dailyLists }).catch(() => {});
  expect(await stores.dailyLists.newest()).toBeUndefined();
  await seed(stores);
  expect(await stores.papers.count()).toBe(119);
  expect((await stores.dailyLists.newest())?.entries).toHaveLength(119);
});
