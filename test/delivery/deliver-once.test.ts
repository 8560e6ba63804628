/** The daily post on a fake Discord: once a day, whatever fails or is killed on the way. */
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { postOnce } from '../../src/delivery/deliver-once.ts';
import { PosterError } from '../../src/delivery/poster.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { createLog } from '../../src/lib/log.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { Stores } from '../../src/store/stores.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakePoster } from '../helpers/fake-poster.ts';
import { addList, plainLibrary, startTestPosting, type TestPosting } from '../helpers/posting.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { openTestStores } from '../store/helpers.ts';

let stores: Stores;
let engine: SearchEngine;
const TODAY = { subscriptionId: 'sub1', day: '2025-06-02' };

beforeEach(async () => {
  stores = openTestStores();
  engine = plainLibrary(stores);
  await addList(stores, '2025-06-02');
});

function start(options?: Parameters<typeof startTestPosting>[1]): TestPosting {
  const posting = startTestPosting(engine, options);
  onTestFinished(() => posting.close(0));
  return posting;
}
const subscribe = (given: Partial<Subscription> = {}) => stores.subscriptions.add(makeSubscription(given));
const channel = (channelId: string) =>
  ({ kind: 'channel', serverId: 'discord:10', channelId: `discord:${channelId}` }) as const;
const stateOf = async (id: string) => (await stores.subscriptions.get(id))?.state;
const daysSent = ({ poster }: TestPosting) => poster.sent.map(({ composed }) => composed.day);

describe('The daily post', () => {
  test('is sent at its minute, once a day', async () => {
    await subscribe();
    const posting = start();
    await posting.until('2025-06-02T08:59:59Z');
    expect(daysSent(posting)).toEqual([]);
    await posting.until('2025-06-02T09:00:00Z');
    expect(daysSent(posting)).toEqual(['2025-06-02']);
    await posting.until('2025-06-02T23:00:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    await addList(stores, '2025-06-03');
    await posting.until('2025-06-03T09:00:00Z');
    expect(daysSent(posting)).toEqual(['2025-06-02', '2025-06-03']);
  });

  test('is stored with its message and papers, and has its own idempotency key each day', async () => {
    await subscribe({ size: 2 });
    const posting = start();
    await posting.until('2025-06-02T09:00:00Z');
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent', messageId: 'm1' });
    expect(await stores.posts.papersSince('sub1', '2025-06-01')).toEqual([
      { paperId: '2506.02000', day: '2025-06-02', votes: 50 },
      { paperId: '2506.02001', day: '2025-06-02', votes: 49 },
    ]);
    await posting.until('2025-06-03T09:00:00Z');
    const keys = posting.poster.sent.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(2);
    expect(keys.every((key) => key.length <= 25)).toBe(true);
  });

  test('does not repeat a paper that any subscription posted in the same channel', async () => {
    await subscribe({ size: 2 });
    await subscribe({ id: 'sub2', size: 2, time: '10:00' });
    await subscribe({ id: 'elsewhere', size: 2, time: '11:00', target: channel('21') });
    const posting = start();
    await posting.until('2025-06-02T11:00:00Z');
    const shown = posting.poster.sent.map(({ composed }) =>
      composed.papers.map(({ paper }) => paper.title.match(/Paper \d/)?.[0]),
    );
    expect(shown).toEqual([
      ['Paper 1', 'Paper 2'],
      ['Paper 3', 'Paper 4'],
      ['Paper 1', 'Paper 2'],
    ]);
  });

  test('says that nothing is new, or stays silent if the subscription wants that', async () => {
    await subscribe();
    await subscribe({ id: 'silent', target: channel('21'), isSilentWhenQuiet: true });
    const posting = start();
    await posting.until('2025-06-03T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(3);
    expect(posting.poster.sent[2]?.composed.quiet).toBe('posted');
    expect(await stores.posts.get({ subscriptionId: 'silent', day: '2025-06-03' })).toMatchObject({
      state: 'skipped',
      reason: 'nothing new',
    });
  });

  test('shows each paper once a day in a channel, even if two subscriptions fall due at the same minute', async () => {
    await subscribe({ size: 2 });
    await subscribe({ id: 'sub2', size: 2 });
    // Composing takes a while, as it does with a real model: both could be at it at once.
    const { refresh } = engine;
    const slow = async () => {
      await setImmediate();
      await refresh();
    };
    engine = Object.create(engine, { refresh: { value: slow } });
    const posting = start();
    await posting.until('2025-06-02T09:00:00Z');
    const shown = posting.poster.sent.flatMap(({ composed }) => composed.papers.map(({ paper }) => paper.id));
    expect(shown).toHaveLength(4);
    expect(new Set(shown).size).toBe(4);
  });

  test('leaves out papers that another subscription of the channel may have posted', async () => {
    await subscribe({ size: 2 });
    await subscribe({ id: 'sub2', size: 2, time: '10:00' });
    await stores.posts.claim(
      TODAY,
      'dead',
      new Date('2025-06-02T09:00:00Z'),
      new Date('2025-06-02T12:00:00Z'),
    );
    await stores.posts.prepare(TODAY, [{ paperId: '2506.02000', day: TODAY.day, votes: 50 }]);
    const posting = start();
    await posting.until('2025-06-02T10:00:00Z');
    expect(posting.poster.sent.map(({ composed }) => composed.papers[0]?.paper.id)).toEqual(['2506.02001']);
  });

  test('is published on request, and stays if publishing fails', async () => {
    await subscribe({ isPublished: true });
    const posting = start();
    await posting.until('2025-06-02T09:00:00Z');
    expect(posting.poster.published).toEqual(['m1']);
    posting.poster.publish = () => Promise.reject(new PosterError('forbidden', 'it may not'));
    await addList(stores, '2025-06-03');
    await posting.until('2025-06-03T09:00:00Z');
    expect(await stores.posts.get({ ...TODAY, day: '2025-06-03' })).toMatchObject({ state: 'sent' });
  });

  test('without papers opens no thread and is not published', async () => {
    await subscribe({ opensThread: true, isPublished: true });
    const posting = start();
    await posting.until('2025-06-03T09:00:00Z');
    expect(posting.poster.sent.map(({ composed }) => composed.quiet)).toEqual([undefined, 'posted']);
    expect(posting.poster.threads).toEqual([{ messageId: 'm1', day: '2025-06-02' }]);
    expect(posting.poster.published).toEqual(['m1']);
  });

  test('opens a thread on request, and stays without one if that fails', async () => {
    await subscribe({ opensThread: true });
    const posting = start();
    await posting.until('2025-06-02T09:00:00Z');
    expect(posting.poster.threads).toEqual([{ messageId: 'm1', day: '2025-06-02' }]);
    posting.poster.openThread = () => Promise.reject(new PosterError('forbidden', 'no threads'));
    await addList(stores, '2025-06-03');
    await posting.until('2025-06-03T09:00:00Z');
    expect(await stores.posts.get({ ...TODAY, day: '2025-06-03' })).toMatchObject({ state: 'sent' });
    expect(await stateOf('sub1')).toEqual({ kind: 'active' });
  });

  test('is sent for a subscription that was added while the bot runs', async () => {
    const posting = start();
    await posting.until('2025-06-02T08:30:00Z');
    await subscribe({ createdAt: new Date('2025-06-02T08:30:00Z') });
    await posting.until('2025-06-02T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(1);
  });

  test('is not sent for a time that passed before a subscription was resumed or changed', async () => {
    await subscribe({ state: { kind: 'paused' } });
    await subscribe({ id: 'sub2', time: '18:00', target: channel('21') });
    const posting = start();
    await posting.until('2025-06-02T10:00:00Z');
    await stores.subscriptions.update(makeSubscription());
    await stores.subscriptions.update(makeSubscription({ id: 'sub2', target: channel('21') }));
    await posting.until('2025-06-03T08:59:00Z');
    expect(posting.poster.sent).toHaveLength(0);
    await posting.until('2025-06-03T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(2);
  });

  test('is sent to all others if one subscription is unreadable', async () => {
    await subscribe({ id: 'odd', timeZone: 'Mars/Olympus', target: channel('21') });
    await subscribe();
    const posting = start();
    await posting.until('2025-06-02T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    expect(posting.logged.find(({ subscriptionId }) => subscriptionId === 'odd')).toMatchObject({
      msg: 'could not tell when a daily post falls due',
    });
  });

  test('is sent in the order in which posts fell due', async () => {
    for (let i = 0; i < 12; i++)
      await subscribe({ id: `s${i}`, time: i % 2 ? '08:05' : '08:00', target: channel(`${i}`) });
    const posting = start({ clock: createFakeClock(Date.parse('2025-06-02T09:00:00Z')) });
    await posting.idle();
    const order = posting.poster.sent.map(({ target }) => target.kind === 'channel' && target.channelId);
    expect(order).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11].map((id) => `discord:${id}`));
  });
});

test('A mail waits twelve hours for a mail server to be configured, and delays no other post', async () => {
  await subscribe({ target: { kind: 'email', address: 'ada@example.net', secret: 's3cret' } });
  await subscribe({ id: 'sub2', target: channel('21') });
  const posting = start();
  await posting.until('2025-06-02T20:00:00Z');
  expect(posting.poster.sent).toHaveLength(1);
  expect(posting.poster.looks).toEqual([]);
  expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'claimed' });
  await posting.until('2025-06-02T21:20:00Z');
  expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'skipped' });
  expect(await stateOf('sub1')).toEqual({ kind: 'active' });
  expect(JSON.stringify(posting.logged)).not.toContain('ada@');
});

describe('A late start', () => {
  const startAt = (moment: string) => start({ clock: createFakeClock(Date.parse(moment)) });

  test('catches up within twelve hours', async () => {
    await subscribe();
    const posting = startAt('2025-06-02T21:00:00Z');
    await posting.idle();
    expect(daysSent(posting)).toEqual(['2025-06-02']);
  });

  test('skips older posts, and records that in the log and the store', async () => {
    await subscribe({ createdAt: new Date('2025-05-31T12:00:00Z') });
    const posting = startAt('2025-06-02T21:00:01Z');
    await posting.idle();
    expect(posting.poster.sent).toHaveLength(0);
    for (const day of ['2025-06-01', '2025-06-02']) {
      expect(await stores.posts.get({ ...TODAY, day })).toMatchObject({
        state: 'skipped',
        reason: 'more than 12 hours late',
      });
      expect(posting.logged).toContainEqual(expect.objectContaining({ day, msg: 'skipped a daily post' }));
    }
  });

  test('does not count days on which the subscription was paused as missed', async () => {
    await subscribe({ state: { kind: 'paused' } });
    const early = startAt('2025-06-02T08:00:00Z');
    await early.idle();
    await stores.subscriptions.update(makeSubscription());
    await early.until('2025-06-02T09:00:00Z');
    await early.close(0);
    await startAt('2025-06-02T22:00:00Z').idle();
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent' });
    expect(await stores.posts.get({ ...TODAY, day: '2025-05-31' })).toBeUndefined();
  });
});

describe('A post whose process died', () => {
  const later = createFakeClock(Date.parse('2025-06-02T09:00:00Z'));
  const die = () => new Promise<never>(() => {});

  test('after Discord accepted it is found, marked with its papers, and not sent again', async () => {
    await subscribe({ size: 2 });
    const first = start();
    first.poster.afterSend = die;
    // A call that never returns simulates a killed process: nothing follows it.
    first.clock.advance(60 * 60_000);
    await new Promise<void>((resolve) => {
      first.poster.afterSend = () => {
        resolve();
        return die();
      };
    });
    const second = start({ poster: first.poster, owner: 'second', clock: first.clock });
    first.poster.afterSend = () => {};
    await second.until('2025-06-02T09:04:00Z');
    expect(first.poster.looks).toEqual([]);
    await second.until('2025-06-02T09:08:00Z');
    expect(first.poster.sent).toHaveLength(1);
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent', messageId: 'm1' });
    expect(await stores.posts.papersSince('sub1', '2025-06-01')).toHaveLength(2);
    expect(first.poster.looks[0]).toEqual({
      key: TODAY,
      since: new Date('2025-06-02T09:00:00Z'),
    });
  });

  test('before Discord accepted it is sent by another process once the lease has ended', async () => {
    await subscribe();
    await stores.posts.claim(TODAY, 'dead', new Date(later.now()), new Date(later.now() + 300_000));
    await stores.posts.prepare(TODAY, [{ paperId: '2506.02004', day: TODAY.day, votes: 1 }]);
    const posting = start({ clock: later });
    await posting.until('2025-06-02T09:04:59Z');
    expect(posting.poster.sent).toHaveLength(0);
    await posting.until('2025-06-02T09:08:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    expect(posting.poster.looks).toHaveLength(1);
    // The killed process's planned papers never appeared.
    expect(await stores.posts.papersSince('sub1', '2025-06-01')).toHaveLength(5);
  });
});

describe('A post whose process died long ago', () => {
  /** Sends, loses the answer and dies; whoever comes after starts at the given moment, and can't look at first. */
  async function comeBackAt(moment: string, failures: number) {
    await subscribe({ size: 2 });
    const first = start();
    const died = new Promise<void>((resolve) => {
      first.poster.afterSend = () => {
        resolve();
        return new Promise<never>(() => {});
      };
    });
    first.clock.advance(60 * 60_000);
    await died;
    first.poster.afterSend = () => {};
    const { poster } = first;
    const { findPost } = poster;
    let left = failures;
    poster.findPost = (...asked) => {
      if (left-- > 0) throw new PosterError('temporary', 'Discord did not take it');
      return findPost(...asked);
    };
    const clock = createFakeClock(Date.parse(moment));
    const second = start({ poster, owner: 'second', clock });
    await second.idle();
    return second;
  }

  test('is not skipped while Discord is unreachable, and is found afterwards', async () => {
    const second = await comeBackAt('2025-06-02T22:00:00Z', 2);
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'claimed' });
    await second.until('2025-06-02T22:05:00Z');
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent', messageId: 'm1' });
    expect(second.poster.sent).toHaveLength(1);
  });

  test('is still found after a later day was posted, so that its papers are not repeated', async () => {
    const second = await comeBackAt('2025-06-03T08:59:00Z', 3);
    await addList(stores, '2025-06-03', 1);
    await second.until('2025-06-03T09:30:00Z');
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent', messageId: 'm1' });
    const [before, after] = second.poster.sent.map(({ composed }) =>
      composed.papers.map(({ paper }) => paper.id),
    );
    expect(after).toHaveLength(2);
    expect(after).not.toContain(before?.[0]);
    expect(after).not.toContain(before?.[1]);
  });
});

test('Two processes with one database post once', async () => {
  for (let i = 0; i < 20; i++) await subscribe({ id: `s${i}`, target: channel(`${i}`) });
  const first = start();
  const second = start({ poster: first.poster, owner: 'second', clock: first.clock });
  await Promise.all([first.idle(), second.idle()]);
  first.clock.advance(60 * 60_000);
  for (let i = 0; i < 10; i++) {
    await Promise.all([first.idle(), second.idle()]);
    first.clock.advance(60_000);
  }
  expect(first.poster.sent).toHaveLength(20);
  expect(new Set(first.poster.sent.map(({ target }) => JSON.stringify(target))).size).toBe(20);
});

describe('A target that no longer takes posts', () => {
  test('stops its subscription, tells its creator why, and delays no other post', async () => {
    await subscribe();
    await subscribe({ id: 'sub2', target: channel('21') });
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
      await stores.subscriptions.update(makeSubscription({ target: channel('21'), size: 3 }));
      throw new PosterError('gone', 'the channel is gone');
    };
    await posting.until('2025-06-02T09:05:00Z');
    expect(await stores.subscriptions.get('sub1')).toMatchObject({
      target: channel('21'),
      size: 3,
      state: { kind: 'active' },
    });
    expect(posting.poster.sent.map(({ target }) => target)).toEqual([channel('21')]);
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

test('A subscription that is removed while its post waits gets no post', async () => {
  await subscribe();
  const posting = start();
  posting.clock.advance(60 * 60_000);
  await stores.subscriptions.remove('sub1');
  await posting.idle();
  expect(posting.poster.sent).toHaveLength(0);
});

test('Stopping finishes the current post and starts no other', async () => {
  for (let i = 0; i < 20; i++) await subscribe({ id: `s${i}`, target: channel(`${i}`) });
  const posting = start();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = 0;
  const firstBegun = new Promise<void>((resolve) => {
    posting.poster.beforeSend = () => {
      begun++;
      resolve();
      return held;
    };
  });
  await posting.idle();
  posting.clock.advance(60 * 60_000);
  await firstBegun;
  const closed = posting.close(10_000);
  release();
  await closed;
  expect(begun).toBeLessThanOrEqual(4);
  expect(posting.poster.sent).toHaveLength(begun);
  for (const { target } of posting.poster.sent) {
    const id = `s${target.kind === 'channel' ? target.channelId.replace('discord:', '') : ''}`;
    expect(await stores.posts.get({ subscriptionId: id, day: TODAY.day })).toMatchObject({ state: 'sent' });
  }
});

describe('A post that is slow to compose', () => {
  const DUE = { day: '2025-06-02', at: new Date('2025-06-02T09:00:00Z') };

  /** Posts once, with composing that takes so many minutes. */
  async function postAfter(minutes: number) {
    const subscription = makeSubscription();
    await stores.subscriptions.add(subscription);
    const clock = createFakeClock(DUE.at.getTime());
    const poster = createFakePoster();
    const outcome = await postOnce(
      {
        ...{ engine, poster, clock, owner: 'first', log: createLog({ level: 'silent' }) },
        async compose() {
          clock.advance(minutes * 60_000);
          return {
            day: DUE.day,
            papers: [],
            notices: [],
            list: { source: 'hugging-face', day: '2025-06-02' },
            quiet: 'posted',
          };
        },
      },
      subscription,
      DUE,
    );
    return { outcome, sent: poster.sent.length };
  }

  test('is sent while two minutes of its five-minute lease are left', async () => {
    expect(await postAfter(3)).toEqual({ outcome: 'sent', sent: 1 });
  });

  test('is not sent later, because another process may take it over meanwhile', async () => {
    expect(await postAfter(3.01)).toEqual({ outcome: 'again', sent: 0 });
    expect(await stores.posts.get(TODAY)).not.toMatchObject({ state: 'sent' });
  });
});

test('A post that takes long to send is not started again', async () => {
  await subscribe();
  const posting = start();
  await posting.until('2025-06-02T08:59:00Z');
  let begun = 0;
  let arrive = (): void => {};
  posting.poster.beforeSend = () => {
    begun += 1;
    return new Promise<void>((resolve) => {
      arrive = resolve;
    });
  };
  for (let minute = 0; minute < 5; minute++) {
    posting.clock.advance(60_000);
    await expect.poll(() => begun).toBeGreaterThan(0);
    for (let turn = 0; turn < 50; turn++) await setImmediate();
  }
  expect(begun).toBe(1);
  arrive();
  await posting.idle();
  expect(posting.poster.sent).toHaveLength(1);
});
