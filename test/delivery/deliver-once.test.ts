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
  test('goes out at its minute, once a day', async () => {
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

  test('is written down with its message and its papers, and carries an idempotency key of its own day', async () => {
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

  test('does not show a paper again in the same channel, also where another subscription posted it', async () => {
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

  test('says so where nothing new came, and stays silent if that was asked for', async () => {
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

  test('shows no paper twice in one channel on one day, though two subscriptions fall due at the same minute', async () => {
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

  test('leaves out what another subscription of the channel may have posted, while nobody knows', async () => {
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

  test('is published if that was asked for, and is there if that fails', async () => {
    await subscribe({ isPublished: true });
    const posting = start();
    await posting.until('2025-06-02T09:00:00Z');
    expect(posting.poster.published).toEqual(['m1']);
    posting.poster.publish = () => Promise.reject(new PosterError('forbidden', 'it may not'));
    await addList(stores, '2025-06-03');
    await posting.until('2025-06-03T09:00:00Z');
    expect(await stores.posts.get({ ...TODAY, day: '2025-06-03' })).toMatchObject({ state: 'sent' });
  });

  test('of a day without papers opens no thread and is not published', async () => {
    await subscribe({ opensThread: true, isPublished: true });
    const posting = start();
    await posting.until('2025-06-03T09:00:00Z');
    expect(posting.poster.sent.map(({ composed }) => composed.quiet)).toEqual([undefined, 'posted']);
    expect(posting.poster.threads).toEqual([{ messageId: 'm1', day: '2025-06-02' }]);
    expect(posting.poster.published).toEqual(['m1']);
  });

  test('opens a thread under it if that was asked for, and is there without one where that fails', async () => {
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

  test('comes for a subscription that is made while the bot runs', async () => {
    const posting = start();
    await posting.until('2025-06-02T08:30:00Z');
    await subscribe({ createdAt: new Date('2025-06-02T08:30:00Z') });
    await posting.until('2025-06-02T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(1);
  });

  test('does not come for a time that has passed when a subscription is resumed or its time changed', async () => {
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

  test('goes out to everybody else where one subscription can not be read', async () => {
    await subscribe({ id: 'odd', timeZone: 'Mars/Olympus', target: channel('21') });
    await subscribe();
    const posting = start();
    await posting.until('2025-06-02T09:00:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    expect(posting.logged.find(({ subscriptionId }) => subscriptionId === 'odd')).toMatchObject({
      msg: 'could not tell when a daily post falls due',
    });
  });

  test('goes out in the order in which posts fell due', async () => {
    for (let i = 0; i < 12; i++)
      await subscribe({ id: `s${i}`, time: i % 2 ? '08:05' : '08:00', target: channel(`${i}`) });
    const posting = start({ clock: createFakeClock(Date.parse('2025-06-02T09:00:00Z')) });
    await posting.idle();
    const order = posting.poster.sent.map(({ target }) => target.kind === 'channel' && target.channelId);
    expect(order).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11].map((id) => `discord:${id}`));
  });
});

test('A mail waits while no mail server is set, for twelve hours, and holds up nobody else', async () => {
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

describe('A start that comes late', () => {
  const startAt = (moment: string) => start({ clock: createFakeClock(Date.parse(moment)) });

  test('catches up within twelve hours', async () => {
    await subscribe();
    const posting = startAt('2025-06-02T21:00:00Z');
    await posting.idle();
    expect(daysSent(posting)).toEqual(['2025-06-02']);
  });

  test('skips what is older, with a note in the log and in the store', async () => {
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

  test('does not take days on which it was paused for missed ones', async () => {
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

describe('A post whose sender died', () => {
  const later = createFakeClock(Date.parse('2025-06-02T09:00:00Z'));
  const die = () => new Promise<never>(() => {});

  test('after it was taken is found, marked with its papers, and not sent again', async () => {
    await subscribe({ size: 2 });
    const first = start();
    first.poster.afterSend = die;
    // What never answers is what was killed: nothing after it happens.
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

  test('before it was taken is sent by whoever comes after, once nobody else may be at it', async () => {
    await subscribe();
    await stores.posts.claim(TODAY, 'dead', new Date(later.now()), new Date(later.now() + 300_000));
    await stores.posts.prepare(TODAY, [{ paperId: '2506.02004', day: TODAY.day, votes: 1 }]);
    const posting = start({ clock: later });
    await posting.until('2025-06-02T09:04:59Z');
    expect(posting.poster.sent).toHaveLength(0);
    await posting.until('2025-06-02T09:08:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    expect(posting.poster.looks).toHaveLength(1);
    // What the dead one had meant to send never was.
    expect(await stores.posts.papersSince('sub1', '2025-06-01')).toHaveLength(5);
  });
});

describe('A post whose sender died long ago', () => {
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

  test('is not taken for skipped while Discord could not be asked, and found once it can', async () => {
    const second = await comeBackAt('2025-06-02T22:00:00Z', 2);
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'claimed' });
    await second.until('2025-06-02T22:05:00Z');
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent', messageId: 'm1' });
    expect(second.poster.sent).toHaveLength(1);
  });

  test('is still found after a later day was posted, so that its papers do not come again', async () => {
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

test('Two processes on one database post once', async () => {
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

describe('A place that can no longer be posted to', () => {
  test('stops its subscription, tells whoever made it why, and holds up nobody else', async () => {
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

  test('stops nothing that was moved to another channel meanwhile, and goes there', async () => {
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

  test('is noted in the log where even that person can not be told', async () => {
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

describe('Trouble that passes', () => {
  test('is tried again, after a look whether the message was taken after all', async () => {
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

  test('does not double a message whose answer was lost', async () => {
    await subscribe();
    const posting = start();
    posting.poster.afterSend = () => {
      throw new PosterError('temporary', 'no answer');
    };
    await posting.until('2025-06-02T12:00:00Z');
    expect(posting.poster.sent).toHaveLength(1);
    expect(await stores.posts.get(TODAY)).toMatchObject({ state: 'sent' });
  });

  test('is given up after twelve hours, and the next day is posted', async () => {
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

test('A subscription that is removed while its post waits is not posted', async () => {
  await subscribe();
  const posting = start();
  posting.clock.advance(60 * 60_000);
  await stores.subscriptions.remove('sub1');
  await posting.idle();
  expect(posting.poster.sent).toHaveLength(0);
});

test('Stopping lets the post under way finish, and begins no other', async () => {
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

describe('A post whose composing takes long', () => {
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

  test('is sent while two of the five minutes of its lease are left', async () => {
    expect(await postAfter(3)).toEqual({ outcome: 'sent', sent: 1 });
  });

  test('is not sent any later: another process may take it over while it is on its way', async () => {
    expect(await postAfter(3.01)).toEqual({ outcome: 'again', sent: 0 });
    expect(await stores.posts.get(TODAY)).not.toMatchObject({ state: 'sent' });
  });
});

test('A post that is long on its way is not begun again by the next looks', async () => {
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
