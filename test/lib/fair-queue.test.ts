import { expect, test } from 'vitest';
import { createFairQueue, type QueueSubject } from '../../src/lib/fair-queue.ts';
import { connect, RED, startServer } from '../llm/helpers.ts';

const never = () => new AbortController().signal;

/** Queues requests of people named as `person@server`, and returns their order. */
function line(names: readonly string[], concurrency = 1) {
  const queue = createFairQueue(concurrency);
  const order: string[] = [];
  const leaving: (() => void)[] = [];
  const done = names.map((name) =>
    queue.take(subjectOf(name), never()).then((leave) => {
      order.push(name);
      leaving.push(leave);
    }),
  );
  return { queue, order, leaving, done };
}

function subjectOf(name: string): QueueSubject {
  const [person = '', group] = name.split('@');
  return { person, group };
}

async function orderOf(names: readonly string[]): Promise<string[]> {
  const { order, leaving, done } = line(names);
  for (const turn of done.keys()) {
    await expect.poll(() => leaving.length).toBe(turn + 1);
    leaving.at(-1)?.();
  }
  return order;
}

test('servers take turns, and so do the people within one', async () => {
  const busy = ['a@big', 'a@big', 'a@big', 'b@big', 'c@small', 'd', 'e'];
  expect(await orderOf(busy)).toEqual(['a@big', 'a@big', 'c@small', 'd', 'e', 'b@big', 'a@big']);
});

test('fifty requests of one person keep a newcomer waiting for two turns at most', async () => {
  const order = await orderOf([...Array.from({ length: 50 }, () => 'a@big'), 'b@big', 'c@small']);
  expect(order.indexOf('c@small')).toBeLessThanOrEqual(2);
  expect(order.indexOf('b@big')).toBeLessThanOrEqual(4);
});

test('no more than the limit run at once, and releasing twice frees one place', async () => {
  const { queue, order, leaving, done } = line(['a', 'b', 'c', 'd', 'e'], 2);
  await Promise.all(done.slice(0, 2));
  expect([order, queue.length()]).toEqual([['a', 'b'], 3]);
  leaving[0]?.();
  leaving[0]?.();
  await done[2];
  expect([order, queue.length()]).toEqual([['a', 'b', 'c'], 2]);
});

test('an aborted wait leaves the queue without a gap', async () => {
  const { queue, leaving, done } = line(['a@lab']);
  await done[0];
  const controller = new AbortController();
  const waiting = queue.take(subjectOf('a@lab'), controller.signal);
  const next = queue.take(subjectOf('b'), never());
  controller.abort(new Error('too long'));
  await expect(waiting).rejects.toThrow('too long');
  expect(queue.length()).toBe(1);
  leaving[0]?.();
  (await next)();
  expect(queue.length()).toBe(0);
  await expect(queue.take(subjectOf('c'), controller.signal)).rejects.toThrow('too long');
});

test('the server never gets more requests at once than LLM_CONCURRENCY', async () => {
  let [asked, most] = [0, 0];
  let answers = () => {};
  const held = new Promise<void>((resolve) => {
    answers = resolve;
  });
  const server = await startServer(async (_, number) => {
    asked += 1;
    most = Math.max(most, asked);
    await held;
    asked -= 1;
    return number % 2 === 0 ? { says: '', refusal: 'No.' } : { says: RED };
  });
  const { ask, model } = connect(server, { concurrency: 3 });
  const all = Promise.allSettled(Array.from({ length: 8 }, () => ask()));
  await server.received(3);
  await expect.poll(() => model.queueLength()).toBe(5);
  answers();
  const kinds = (await all).map(({ status }) => status).sort();
  expect(kinds).toEqual([...Array(4).fill('fulfilled'), ...Array(4).fill('rejected')]);
  expect(most).toBe(3);
  expect(model.queueLength()).toBe(0);
});
