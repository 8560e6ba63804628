/** `POST /playground/time`: the person at the page moves the playground's time ahead. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from '../src/lib/clock.ts';
import type { World } from './world.ts';

export interface TimeTravel {
  moveTo(ms: number): void;
  /** When the next daily post falls due; undefined where nobody has subscribed. */
  nextPost(): Promise<Date | undefined>;
}

const MORNING_HOUR = 9;
const bodySchema = z.object({ to: z.enum(['next-post', 'next-morning']) });

export function createTimeTravel(world: World, clock: Clock, { moveTo, nextPost }: TimeTravel): Hono {
  const api = new Hono();
  api.post('/', async (c) => {
    const body = bodySchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ message: 'Time moves to the next post or the next morning.' }, 400);
    const to = body.data.to === 'next-post' ? await nextPost() : nextMorning(clock);
    if (!to) {
      return c.json({ message: 'Nobody has subscribed yet. Type /digest to get a list every day.' }, 400);
    }
    moveTo(to.getTime());
    world.emit({ name: 'time', data: { nowMs: clock.now() } });
    return c.json({ nowMs: clock.now() });
  });
  return api;
}

/** Nine o'clock tomorrow, where this machine is: in the playground that is where the person is. */
function nextMorning(clock: Clock): Date {
  const now = new Date(clock.now());
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
}
