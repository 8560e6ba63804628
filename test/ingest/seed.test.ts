import { expect, test } from 'vitest';
import { seed } from '../../src/ingest/seed.ts';
import { openCatalog } from '../store/helpers.ts';

test('a new catalog gets the bundled papers and their list, in order', async () => {
  const catalog = openCatalog();
  await seed(catalog);
  expect(await catalog.countPapers()).toBe(119);
  const list = await catalog.newestDailyList();
  expect(list).toMatchObject({ source: 'bundled', day: undefined });
  expect(list?.entries).toHaveLength(119);
  const top = await catalog.getPaper(list?.entries[0]?.paperId ?? '');
  expect(top?.title).toBe('Query Rewriting for Retrieval-Augmented Large Language Models');
});

test('the second time nothing is done: what was removed stays away', async () => {
  const catalog = openCatalog();
  await seed(catalog);
  const id = (await catalog.newestDailyList())?.entries[5]?.paperId ?? '';
  expect(await catalog.removePaper(id)).toBe(true);
  await seed(catalog);
  expect(await catalog.getPaper(id)).toBeUndefined();
  expect(await catalog.countPapers()).toBe(118);
});

test('a start that was cut short between the papers and their list is made up for', async () => {
  const catalog = openCatalog();
  await seed({ ...catalog, saveDailyList: () => Promise.reject(new Error('killed')) }).catch(() => {});
  expect(await catalog.newestDailyList()).toBeUndefined();
  await seed(catalog);
  expect(await catalog.countPapers()).toBe(119);
  expect((await catalog.newestDailyList())?.entries).toHaveLength(119);
});
