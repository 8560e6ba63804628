/** The state of each post: claimed by one owner at a time, and sent or skipped once. */
import { describe, expect, test } from 'vitest';
import type { Stores } from '../../../src/store/stores.ts';
import { makeSubscription } from '../../helpers/subscriptions.ts';
import { paper } from '../helpers.ts';
import { databaseForTest, type NewDatabase, storesForTest } from './database.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);
const KEY = { subscriptionId: 'sub1', day: '2026-03-02' };
const dayOf = (day: string) => ({ ...KEY, day });

async function withSubscriptions(stores: Stores): Promise<Stores> {
  await stores.papers.add(['a', 'b', 'c'].map((name) => paper(`local:${name}`, name)));
  await stores.subscriptions.add(makeSubscription({ id: 'sub1' }));
  await stores.subscriptions.add(makeSubscription({ id: 'same place' }));
  const elsewhere = { kind: 'channel', serverId: 'discord:10', channelId: 'discord:21' } as const;
  await stores.subscriptions.add(makeSubscription({ id: 'elsewhere', target: elsewhere }));
  return stores;
}

export function postContract(newDatabase: NewDatabase): void {
  const open = async (): Promise<Stores> => withSubscriptions(await storesForTest(newDatabase));

  describe('A claim', () => {
    test('is given to one owner, who may claim again, until the lease ends', async () => {
      const { posts } = await open();
      const claim = (owner: string, now: string) => posts.claim(KEY, owner, at(now), at('09:05:00'));
      expect(await claim('one', '09:00:00')).toEqual({ kind: 'claimed', since: undefined });
      expect(await claim('two', '09:04:59')).toEqual({ kind: 'held' });
      expect(await claim('one', '09:04:59')).toEqual({ kind: 'claimed', since: at('09:00:00') });
      expect(await claim('two', '09:05:00')).toEqual({ kind: 'claimed', since: at('09:00:00') });
    });

    test('is extended by claiming again', async () => {
      const { posts } = await open();
      await posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00'));
      await posts.claim(KEY, 'one', at('09:04:00'), at('09:09:00'));
      expect((await posts.claim(KEY, 'two', at('09:08:00'), at('09:13:00'))).kind).toBe('held');
    });

    test('is given to one of two connections', async () => {
      const database = databaseForTest(newDatabase);
      const [one, two] = [await withSubscriptions(await database.open()), await database.open()];
      const claims = await Promise.all([
        one.posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00')),
        two.posts.claim(KEY, 'two', at('09:00:00'), at('09:05:00')),
      ]);
      expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', 'held']);
    });

    test('is for one day and one subscription', async () => {
      const { posts } = await open();
      await posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00'));
      for (const key of [dayOf('2026-03-03'), { ...KEY, subscriptionId: 'elsewhere' }])
        expect((await posts.claim(key, 'two', at('09:00:00'), at('09:05:00'))).kind).toBe('claimed');
    });

    test('is refused once the post was sent or skipped, or without its subscription', async () => {
      const { posts, subscriptions } = await open();
      const kindOf = async (key: typeof KEY) =>
        (await posts.claim(key, 'two', at('10:00:00'), at('10:05:00'))).kind;
      for (const day of ['2026-03-02', '2026-03-03', '2026-03-04'])
        await posts.claim(dayOf(day), 'one', at('09:00:00'), at('09:05:00'));
      await posts.markSent(dayOf('2026-03-02'), 'message');
      await posts.markSkipped(dayOf('2026-03-03'), 'late');
      expect(await kindOf(dayOf('2026-03-02'))).toBe('done');
      expect(await kindOf(dayOf('2026-03-03'))).toBe('done');
      expect(await kindOf(dayOf('2026-03-04'))).toBe('claimed');
      await subscriptions.remove('sub1');
      expect(await kindOf(dayOf('2026-03-05'))).toBe('done');
    });
  });

  describe('A post', () => {
    test('is unknown, then claimed, then sent with its message and the number of its papers', async () => {
      const { posts } = await open();
      expect(await posts.get(KEY)).toBeUndefined();
      await posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00'));
      const unknown = { messageId: undefined, reason: undefined };
      expect(await posts.get(KEY)).toEqual({ ...KEY, state: 'claimed', paperCount: 0, ...unknown });
      await posts.prepare(KEY, [
        { paperId: 'local:a', day: KEY.day, votes: 3 },
        { paperId: 'local:gone', day: KEY.day, votes: 3 },
      ]);
      await posts.markSent(KEY, 'message');
      const sent = { ...KEY, state: 'sent', paperCount: 1, messageId: 'message', reason: undefined };
      expect(await posts.get(KEY)).toEqual(sent);
      await posts.markSkipped(KEY, 'late');
      expect(await posts.get(KEY)).toEqual(sent);
    });

    test('that was skipped has the reason, which goes if it turns out to have been sent', async () => {
      const { posts } = await open();
      await posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00'));
      await posts.markSkipped(KEY, 'late');
      expect(await posts.get(KEY)).toMatchObject({ state: 'skipped', reason: 'late' });
      await posts.markSent(KEY, 'message');
      expect(await posts.get(KEY)).toMatchObject({ state: 'sent', reason: undefined });
    });

    test('counts for the last day only once it is sent or skipped', async () => {
      const { posts } = await open();
      expect(await posts.lastDay('sub1')).toBeUndefined();
      for (const day of ['2026-03-02', '2026-03-03', '2026-03-04'])
        await posts.claim(dayOf(day), 'one', at('09:00:00'), at('09:05:00'));
      expect(await posts.lastDay('sub1')).toBeUndefined();
      await posts.markSkipped(dayOf('2026-03-03'), 'late');
      await posts.markSent(dayOf('2026-03-02'), 'message');
      expect(await posts.lastDay('sub1')).toBe('2026-03-03');
      expect(await posts.lastDay('elsewhere')).toBeUndefined();
    });

    test('goes with its subscription', async () => {
      const { posts, subscriptions } = await open();
      await posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00'));
      await subscriptions.remove('sub1');
      expect(await posts.get(KEY)).toBeUndefined();
    });
  });

  describe('Posted papers', () => {
    /** Sends a post with these papers. */
    async function send(
      { posts }: Stores,
      subscriptionId: string,
      day: string,
      names: string,
    ): Promise<void> {
      const key = { subscriptionId, day };
      await posts.claim(key, 'one', at('09:00:00'), at('09:05:00'));
      await posts.prepare(
        key,
        [...names].map((name) => ({ paperId: `local:${name}`, day, votes: name === 'a' ? 3 : undefined })),
      );
      await posts.markSent(key, 'message');
    }

    test('come from all subscriptions of the same place, newest first, with their votes', async () => {
      const stores = await open();
      await send(stores, 'sub1', '2026-03-01', 'a');
      await send(stores, 'same place', '2026-03-02', 'b');
      await send(stores, 'elsewhere', '2026-03-02', 'c');
      expect(await stores.posts.papersSince('sub1', '2026-03-01')).toEqual([
        { paperId: 'local:b', day: '2026-03-02', votes: undefined },
        { paperId: 'local:a', day: '2026-03-01', votes: 3 },
      ]);
      expect(await stores.posts.papersSince('sub1', '2026-03-02')).toHaveLength(1);
    });

    test('are those that were prepared last', async () => {
      const { posts } = await open();
      await posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00'));
      await posts.prepare(KEY, [{ paperId: 'local:a', day: KEY.day, votes: 1 }]);
      await posts.prepare(KEY, [{ paperId: 'local:b', day: KEY.day, votes: 2 }]);
      await posts.markSent(KEY, 'message');
      expect(await posts.papersSince('sub1', KEY.day)).toEqual([
        { paperId: 'local:b', day: KEY.day, votes: 2 },
      ]);
    });

    test('of a post that may have been sent count, unless it is the one being composed', async () => {
      const { posts } = await open();
      await posts.claim(KEY, 'one', at('09:00:00'), at('09:05:00'));
      await posts.prepare(KEY, [{ paperId: 'local:a', day: KEY.day, votes: 1 }]);
      const seen = async (subscriptionId: string, day?: string) =>
        (await posts.papersSince(subscriptionId, '2026-03-01', day)).length;
      expect(await seen('sub1', '2026-03-02')).toBe(0);
      expect(await seen('sub1', '2026-03-03')).toBe(1);
      expect(await seen('same place', '2026-03-02')).toBe(1);
      await posts.markSkipped(KEY, 'late');
      expect(await seen('sub1', '2026-03-03')).toBe(0);
      expect(await seen('same place', '2026-03-02')).toBe(0);
    });
  });
}
