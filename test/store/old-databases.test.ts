/** A database written by commit 2e311ea: the bundled papers, three subscriptions, a post, an ingest run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { indexesOf } from '../helpers/word-indexes.ts';
import { openTestStores, paper, temporaryFolder } from './helpers.ts';

const FIXTURE = fileURLToPath(new URL('fixtures/version-4.db.gz', import.meta.url));

function copyOfFixture(): string {
  const path = `${temporaryFolder()}/paperboy.db`;
  writeFileSync(path, gunzipSync(readFileSync(FIXTURE)));
  return path;
}

test('keeps its papers, vectors, lists, runs, subscriptions and posts', async () => {
  const stores = openTestStores(copyOfFixture());
  await stores.checkIntegrity();
  expect(await stores.papers.count()).toBe(119);
  const [model] = await stores.vectors.countByModel();
  // A paper whose text is read otherwise today gets a new vector.
  expect(model?.vectors).toBeGreaterThan(60);
  expect((await stores.dailyLists.newest())?.day).toBe('2026-01-05');
  expect(await stores.ingestRuns.since('2026-01-01')).toMatchObject([{ source: 'arxiv', items: 3 }]);
  expect((await stores.subscriptions.active()).map(({ id }) => id)).toEqual([
    'channel-1',
    'direct-1',
    'email-1',
  ]);
  const key = { subscriptionId: 'channel-1', day: '2026-01-05' };
  expect(await stores.posts.get(key)).toMatchObject({ state: 'sent', messageId: '999' });
  expect(await stores.posts.papersSince('channel-1', '2026-01-01')).toMatchObject([{ votes: 7 }]);
});

test('has subscriptions whose people and channels name Discord, with the settings that came later', async () => {
  const { subscriptions } = openTestStores(copyOfFixture());
  const [channel, direct, email] = await subscriptions.active();
  expect(channel?.target).toMatchObject({
    serverId: expect.stringMatching(/^discord:\d+$/),
    channelId: expect.stringMatching(/^discord:\d+$/),
  });
  expect(direct?.target).toEqual({ kind: 'direct', personId: direct?.createdBy });
  const later = { cadence: 'daily', showsPicture: true, isPublished: false };
  for (const each of [channel, direct, email])
    expect(each).toMatchObject({ ...later, createdBy: expect.stringMatching(/^discord:\d+$/) });
});

test('passes all its papers to the indexes, and accepts new ones', async () => {
  const stores = openTestStores(copyOfFixture());
  const { lexical, titles, vocabulary } = await indexesOf(stores);
  expect([lexical.size, titles.size]).toEqual([119, 119]);
  expect((await lexical.search(['diffusion'], 5)).length).toBeGreaterThan(0);
  expect(vocabulary.papersWith('language')).toBeGreaterThan(10);
  await stores.papers.add([paper('local:new', 'Quokkas')]);
  expect((await indexesOf(stores)).lexical.size).toBe(120);
  await stores.checkIntegrity();
});

test('no longer has tables of words', async () => {
  const path = copyOfFixture();
  await openTestStores(path).close();
  const db = new DatabaseSync(path);
  const rows: { name: string }[] = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  db.close();
  const names = rows.map(({ name }) => name);
  for (const dropped of ['stems', 'paper_stems', 'uncounted_papers', 'vocabulary', 'abbreviations'])
    expect(names).not.toContain(dropped);
});
