/** Decides whose answer is next: servers in turn, then people, and nobody may fill the queue alone. */
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Invoker } from '../../commands/command.ts';
import { UserError } from '../domain/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createFairQueue } from '../lib/fair-queue.ts';

const MAX_WAITING = 3;
const MINUTE_MS = 60_000;
const PEOPLE_REMEMBERED = 10_000;

export type Asker = Pick<Invoker, 'personId' | 'serverId'>;

export interface AnswerQueue {
  /**
   * Runs the work when it is this person's turn; one job at a time, so that others are acknowledged in between.
   * @throws UserError if the person has three jobs waiting, or has asked too often within a minute.
   */
  run<T>(asker: Asker, work: () => T | Promise<T>): Promise<T>;
  /** The number of waiting jobs. */
  length(): number;
}

/** @param perMinute how many answers a person may ask for within a minute; 0 for any number. */
export function createAnswerQueue(clock: Pick<Clock, 'now'>, perMinute: number): AnswerQueue {
  const queue = createFairQueue(1);
  const never = new AbortController().signal;
  const recent = new LRUCache<string, number[]>({ max: PEOPLE_REMEMBERED });

  function checkRate(personId: string): void {
    if (perMinute === 0) return;
    const now = clock.now();
    const asked = (recent.get(personId) ?? []).filter((at) => at > now - MINUTE_MS);
    const oldest = asked.at(-perMinute);
    if (oldest !== undefined) {
      const seconds = Math.ceil((oldest + MINUTE_MS - now) / 1_000);
      throw new UserError(
        `That was ${perMinute} questions within a minute. Please try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
      );
    }
    recent.set(personId, [...asked, now]);
  }

  return {
    async run(asker, work) {
      const subject = { group: asker.serverId, person: asker.personId };
      if (queue.length(subject) >= MAX_WAITING)
        throw new UserError(
          'One moment: I’m still working on your last questions. Please ask again when they’re done.',
        );
      checkRate(asker.personId);
      const end = await queue.take(subject, never);
      try {
        // A search leaves no gap by itself: whatever arrived meanwhile is acknowledged first.
        await setImmediate();
        return await work();
      } finally {
        end();
      }
    },
    length: () => queue.length(),
  };
}
