import { expect, test } from 'vitest';
import { type AnswerQueue, type Asker, createAnswerQueue } from '../../src/discord/answer-queue.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const NO_LIMIT = 0;
const ana: Asker = { personId: 'discord:1', serverId: 'discord:9' };
const ben: Asker = { personId: 'discord:2', serverId: 'discord:9' };

/** A job that ends on demand. */
function hold(queue: AnswerQueue, asker: Asker, name: string, order: string[]) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const done = queue.run(asker, () => {
    order.push(name);
    return released;
  });
  return { release, done };
}

test('a person’s fourth waiting question is refused politely, and others are unaffected', async () => {
  const queue = createAnswerQueue(createFakeClock(), NO_LIMIT);
  const order: string[] = [];
  const running = hold(queue, ana, 'ana 0', order);
  const waiting = [1, 2, 3].map((i) => hold(queue, ana, `ana ${i}`, order));
  await expect(queue.run(ana, () => {})).rejects.toThrow(/^One moment: /);
  const other = hold(queue, ben, 'ben', order);
  for (const { release } of [running, ...waiting, other]) release();
  await Promise.all([running, ...waiting, other].map(({ done }) => done));
  expect(order.indexOf('ben')).toBeLessThanOrEqual(2);
  await queue.run(ana, () => {});
});

test('with 200 questions of one person, another waits for two answers at most', async () => {
  const queue = createAnswerQueue(createFakeClock(), NO_LIMIT);
  const order: string[] = [];
  const outcomes = Promise.allSettled(
    Array.from({ length: 200 }, (_, i) => queue.run(ana, () => order.push(`ana ${i}`))),
  );
  await queue.run(ben, () => order.push('ben'));
  expect(order.indexOf('ben')).toBeLessThanOrEqual(2);
  expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
});

test('a person who asks too often within a minute learns when to try again', async () => {
  const clock = createFakeClock();
  const queue = createAnswerQueue(clock, 2);
  await queue.run(ana, () => {});
  clock.advance(20_000);
  await queue.run(ana, () => {});
  await expect(queue.run(ana, () => {})).rejects.toThrow(
    'That was 2 questions within a minute. Please try again in 40 seconds.',
  );
  await queue.run(ben, () => {});
  clock.advance(40_000);
  await queue.run(ana, () => {});
});

test('a failed answer frees its place', async () => {
  const queue = createAnswerQueue(createFakeClock(), NO_LIMIT);
  await expect(queue.run(ana, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue.run(ben, () => 'fine')).toBe('fine');
  expect(queue.length()).toBe(0);
});
