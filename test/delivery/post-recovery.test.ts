/** The daily post after its process was killed, and with two processes: found or sent, never doubled. */
import { beforeEach, describe, expect, test } from 'vitest';
import { PosterError } from '../../src/delivery/poster.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { addList } from '../helpers/posting.ts';
import { inChannel, openPostingDay, type PostingDay, TODAY } from '../helpers/posting-day.ts';

let stores: PostingDay['stores'];
let start: PostingDay['start'];
let subscribe: PostingDay['subscribe'];

beforeEach(async () => {
  ({ stores, start, subscribe } = await openPostingDay());
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
  for (let i = 0; i < 20; i++) await subscribe({ id: `s${i}`, target: inChannel(`${i}`) });
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
