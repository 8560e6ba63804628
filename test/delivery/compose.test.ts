/** The contents of a subscription's post. */
import { beforeEach, describe, expect, test } from 'vitest';
import { composePost } from '../../src/delivery/compose.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { Stores } from '../../src/store/stores.ts';
import { addList, plainLibrary } from '../helpers/posting.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { openTestStores } from '../store/helpers.ts';

let stores: Stores;
let engine: SearchEngine;
beforeEach(() => {
  stores = openTestStores();
  engine = plainLibrary(stores);
});

const at = new Date('2025-06-02T22:30:00Z');

async function posted(day: string, paperIds: readonly string[]): Promise<void> {
  const key = { subscriptionId: 'sub1', day };
  await stores.posts.claim(key, 'test', at, at);
  await stores.posts.prepare(
    key,
    paperIds.map((paperId) => ({ paperId, day, votes: 1 })),
  );
  await stores.posts.markSent(key, 'm');
}

describe('A post', () => {
  test('is for the local day, with the requested number of papers', async () => {
    await addList(stores, '2025-06-02');
    const composed = await composePost(engine, makeSubscription({ size: 3, timeZone: 'Asia/Tokyo' }), at);
    expect(composed.day).toBe('2025-06-03');
    expect(composed.papers.map(({ paper }) => paper.title)).toEqual([
      'Paper 1 of 2025-06-02',
      'Paper 2 of 2025-06-02',
      'Paper 3 of 2025-06-02',
    ]);
    expect(composed.quiet).toBeUndefined();
  });

  test('leaves out papers that were posted there in the last 30 days', async () => {
    await stores.subscriptions.add(makeSubscription());
    await addList(stores, '2025-06-02', 3);
    await posted('2025-05-03', ['2506.02000']);
    await posted('2025-05-02', ['2506.02001']);
    const { papers } = await composePost(engine, makeSubscription(), at);
    expect(papers.map(({ paper }) => paper.id)).toEqual(['2506.02001', '2506.02002']);
  });

  test('of a week repeats papers of that week, but none that the channel saw on the same day', async () => {
    await stores.subscriptions.add(makeSubscription());
    await addList(stores, '2025-05-28', 2);
    await addList(stores, '2025-06-02', 1);
    await posted('2025-05-28', ['2505.28000', '2505.28001']);
    await posted('2025-06-02', ['2506.02000']);
    const { papers } = await composePost(engine, makeSubscription({ cadence: 'weekly' }), at);
    expect(papers.map(({ paper }) => paper.id)).toEqual(['2505.28000', '2505.28001']);
  });

  test('leaves out papers of an earlier post that may have been sent, but not its own', async () => {
    await stores.subscriptions.add(makeSubscription());
    await addList(stores, '2025-06-02', 2);
    const began = async (day: string, paperId: string) => {
      await stores.posts.claim({ subscriptionId: 'sub1', day }, 'test', at, at);
      await stores.posts.prepare({ subscriptionId: 'sub1', day }, [{ paperId, day, votes: 1 }]);
    };
    await began('2025-05-20', '2506.02000');
    await began('2025-06-02', '2506.02001');
    const { papers } = await composePost(engine, makeSubscription(), at);
    expect(papers.map(({ paper }) => paper.id)).toEqual(['2506.02001']);
  });

  test('says that everything trending was posted before', async () => {
    await stores.subscriptions.add(makeSubscription());
    await addList(stores, '2025-06-02', 1);
    await posted('2025-06-01', ['2506.02000']);
    expect(await composePost(engine, makeSubscription(), at)).toMatchObject({ papers: [], quiet: 'posted' });
  });

  test('without papers gives the reason: no list yet, or none fits the topics or categories', async () => {
    const quietOf = async (given: Parameters<typeof makeSubscription>[0]) =>
      (await composePost(engine, makeSubscription(given), at)).quiet;
    expect(await quietOf({})).toBe('no-list');
    expect(await quietOf({ topics: ['sourdough'] })).toBe('nothing-fits');
    expect(await quietOf({ categories: ['math.CO'] })).toBe('nothing-fits');
  });

  test('says that nothing fits if no earlier post fits either', async () => {
    await stores.subscriptions.add(makeSubscription());
    await addList(stores, '2025-06-02', 1);
    await posted('2025-06-01', ['2506.02000']);
    const narrow = makeSubscription({ categories: ['math.CO'] });
    expect(await composePost(engine, narrow, at)).toMatchObject({ papers: [], quiet: 'nothing-fits' });
  });
});
