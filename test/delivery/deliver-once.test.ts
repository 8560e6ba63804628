/** The daily post on a fake Discord: what falls due, what is sent, and when it is too late to send. */
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { postOnce } from '../../src/delivery/deliver-once.ts';
import { PosterError } from '../../src/delivery/poster.ts';
import { createLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakePoster } from '../helpers/fake-poster.ts';
import { addList } from '../helpers/posting.ts';
import { daysSent, inChannel, openPostingDay, type PostingDay, TODAY } from '../helpers/posting-day.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

let stores: PostingDay['stores'];
let engine: PostingDay['engine'];
let start: PostingDay['start'];
let subscribe: PostingDay['subscribe'];
let stateOf: PostingDay['stateOf'];

beforeEach(async () => {
  ({ stores, engine, start, subscribe, stateOf } = await openPostingDay());
});

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
    await subscribe({ id: 'elsewhere', size: 2, time: '11:00', target: inChannel('21') });
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
    await subscribe({ id: 'silent', target: inChannel('21'), isSilentWhenQuiet: true });
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
    await subscribe({ id: 'sub2', time: '18:00', target: inChannel('21') });
    const posting = start();
    await posting.until('2025-06-02T10:00:00Z');
    await stores.subscriptions.update(makeSubscription());
    await stores.subscriptions.update(makeSubscription({ id: 'sub2', target: inChannel('21') }));
    await posting.until('2025-06-03T08:59:00Z');
    expect(posting.poster.sent).toHaveLength(0);
    await posting.until('2025-06-03T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(2);
  });

  test('is sent to all others if one subscription is unreadable', async () => {
    await subscribe({ id: 'odd', timeZone: 'Mars/Olympus', target: inChannel('21') });
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
      await subscribe({ id: `s${i}`, time: i % 2 ? '08:05' : '08:00', target: inChannel(`${i}`) });
    const posting = start({ clock: createFakeClock(Date.parse('2025-06-02T09:00:00Z')) });
    await posting.idle();
    const order = posting.poster.sent.map(({ target }) => target.kind === 'channel' && target.channelId);
    expect(order).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11].map((id) => `discord:${id}`));
  });
});

test('A mail waits twelve hours for a mail server to be configured, and delays no other post', async () => {
  await subscribe({ target: { kind: 'email', address: 'ada@example.net', secret: 's3cret' } });
  await subscribe({ id: 'sub2', target: inChannel('21') });
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

test('A subscription that is removed while its post waits gets no post', async () => {
  await subscribe();
  const posting = start();
  posting.clock.advance(60 * 60_000);
  await stores.subscriptions.remove('sub1');
  await posting.idle();
  expect(posting.poster.sent).toHaveLength(0);
});

test('Stopping finishes the current post and starts no other', async () => {
  for (let i = 0; i < 20; i++) await subscribe({ id: `s${i}`, target: inChannel(`${i}`) });
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
