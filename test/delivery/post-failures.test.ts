/** The daily post on a Discord that refuses it or fails for a while. */
import { beforeEach, describe, expect, test } from 'vitest';
import { PosterError } from '../../src/delivery/poster.ts';
import { daysSent, inChannel, openPostingDay, type PostingDay, TODAY } from '../helpers/posting-day.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

let stores: PostingDay['stores'];
let start: PostingDay['start'];
let subscribe: PostingDay['subscribe'];
let stateOf: PostingDay['stateOf'];

beforeEach(async () => {
  ({ stores, start, subscribe, stateOf } = await openPostingDay());
});

describe('A target that no longer takes posts', () => {
  test('stops its subscription, tells its creator why, and delays no other post', async () => {
    await subscribe();
    await subscribe({ id: 'sub2', target: inChannel('21') });
    const posting = start();
    posting.poster.beforeSend = (target) => {
      if (target.kind === 'channel' && target.channelId === 'discord:20')
        throw new PosterError('gone', 'the channel is gone');
    };
    await posting.until('2025-06-03T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(2);
    expect(await stateOf('sub1')).toEqual({ kind: 'stopped', reason: 'the channel is gone' });
    expect(posting.poster.told).toEqual([
      {
        person: 'discord:30',
        news: { kind: 'stopped', subscription: makeSubscription(), reason: 'the channel is gone' },
      },
    ]);
  });

  test('does not stop a subscription that was moved meanwhile, which then posts in its new channel', async () => {
    await subscribe();
    const posting = start();
    posting.poster.beforeSend = async (target) => {
      if (target.kind !== 'channel' || target.channelId !== 'discord:20') return;
      await stores.subscriptions.update(makeSubscription({ target: inChannel('21'), size: 3 }));
      throw new PosterError('gone', 'the channel is gone');
    };
    await posting.until('2025-06-02T09:05:00Z');
    expect(await stores.subscriptions.get('sub1')).toMatchObject({
      target: inChannel('21'),
      size: 3,
      state: { kind: 'active' },
    });
    expect(posting.poster.sent.map(({ target }) => target)).toEqual([inChannel('21')]);
    expect(posting.poster.told).toEqual([]);
  });

  test('is logged if its creator cannot be told either', async () => {
    await subscribe({ target: { kind: 'direct', personId: 'discord:30' } });
    const posting = start();
    const closed = () => {
      throw new PosterError('forbidden', 'your direct messages are closed to me');
    };
    posting.poster.beforeSend = closed;
    posting.poster.beforeTell = closed;
    await posting.until('2025-06-02T09:00:00Z');
    expect(await stateOf('sub1')).toMatchObject({ kind: 'stopped' });
    expect(posting.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: 'could not tell whoever made the subscription' }),
    );
  });
});

describe('A temporary failure', () => {
  test('is retried after checking that the message did not arrive', async () => {
    await subscribe();
    const posting = start();
    let failures = 3;
    posting.poster.beforeSend = () => {
      if (failures-- > 0) throw new PosterError('temporary', 'Discord did not take it');
    };
    await posting.until('2025-06-02T09:10:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    expect(posting.poster.looks).toHaveLength(3);
    expect(
      posting.poster.looks.every(({ since }) => since.getTime() === Date.parse('2025-06-02T09:00:00Z')),
    ).toBe(true);
  });

  test('does not double a message whose response was lost', async () => {
    await subscribe();
    const posting = start();
    posting.poster.afterSend = () => {
      throw new PosterError('temporary', 'no answer');
    };
    await posting.until('2025-06-02T12:00:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent' });
  });

  test('is retried for twelve hours, and the next day is posted', async () => {
    await subscribe();
    const posting = start();
    posting.poster.beforeSend = () => {
      throw new PosterError('temporary', 'Discord did not take it');
    };
    await posting.until('2025-06-02T21:20:00Z');
    posting.poster.beforeSend = () => {};
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'skipped' });
    await posting.until('2025-06-03T09:00:00Z');
    expect(daysSent(posting)).toEqual(['2025-06-03']);
    expect(await stateOf('sub1')).toEqual({ kind: 'active' });
  });
});
