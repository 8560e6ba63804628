/** The playground's time, and who may move it. */
import { expect, onTestFinished, test } from 'vitest';
import { createFakeClock } from '../../test/helpers/fake-clock.ts';
import { createMovableClock } from '../movable-clock.ts';
import { createPlayground } from '../playground.ts';

test('A clock that is moved ahead runs due timers in order, and continues from its new time', () => {
  const base = createFakeClock();
  const clock = createMovableClock(base);
  const ran: string[] = [];
  const startMs = clock.now();
  clock.after(2_000, () => ran.push('second'));
  clock.after(1_000, () => ran.push('first'));
  clock.after(1_500, () => ran.push('called off'))();
  clock.after(10_000, () => ran.push('later'));
  clock.moveTo(startMs + 5_000);
  expect(ran).toEqual(['first', 'second']);
  expect(clock.now()).toBe(startMs + 5_000);
  base.advance(4_999);
  expect(ran).toHaveLength(2);
  base.advance(1);
  expect(ran).toEqual(['first', 'second', 'later']);
  clock.moveTo(startMs);
  expect(clock.now()).toBe(startMs + 10_000);
});

function startTravel(nextPost: Date | undefined) {
  const clock = createMovableClock(createFakeClock());
  const playground = createPlayground({
    clock,
    time: { moveTo: clock.moveTo, nextPost: async () => nextPost },
  });
  onTestFinished(() => playground.close());
  const events: unknown[] = [];
  playground.world.subscribe((event) => event.name === 'time' && events.push(event.data));
  const move = async (body: unknown) => {
    const response = await playground.app.request('/playground/time', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return { clock, move, events };
}

test('The page moves time to the next post, and every page is updated', async () => {
  const next = new Date('2025-06-03T07:00:00Z');
  const { clock, move, events } = startTravel(next);
  expect(await move({ to: 'next-post' })).toEqual({ status: 200, body: { nowMs: next.getTime() } });
  expect(clock.now()).toBe(next.getTime());
  expect(events).toEqual([{ nowMs: next.getTime() }]);
});

test('The page moves time to nine in the morning', async () => {
  const { clock, move } = startTravel(undefined);
  await move({ to: 'next-morning' });
  expect(new Date(clock.now()).getHours()).toBe(9);
  const first = clock.now();
  await move({ to: 'next-morning' });
  expect(Math.round((clock.now() - first) / 3_600_000)).toBe(24);
});

test('Without subscriptions there is no next post, and the page says what to do', async () => {
  const { clock, move } = startTravel(undefined);
  const before = clock.now();
  expect(await move({ to: 'next-post' })).toEqual({
    status: 400,
    body: { message: 'Nobody has subscribed yet. Type /digest to get a list every day.' },
  });
  expect((await move({ to: 'yesterday' })).status).toBe(400);
  expect(clock.now()).toBe(before);
});
