/** Time for sources under test: waits end at once, while requests to a loopback server take their real time. */
import type { Clock } from '../../src/lib/clock.ts';

export interface WaitlessClock extends Clock {
  /** Use it with the clock, which must know when a response is pending and stand still meanwhile. */
  readonly fetch: typeof fetch;
  /** Advances time while a response is pending, which otherwise ends no wait. */
  advance(byMs: number): void;
}

/**
 * A clock that jumps to the next timer whenever no response is pending. A wait of an hour ends now, with the time an
 * hour later; a response's time limit ends only by `advance`. `baseNow` is the time without such waits. Only for
 * sources: a timer that restarts itself would never stop.
 */
export function createWaitlessClock(baseNow = () => Date.parse('2025-06-04T09:00:00Z')): WaitlessClock {
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  let passedMs = 0;
  let awaited = 0;
  const now = () => baseNow() + passedMs;
  const earliest = () => [...timers].sort((a, b) => a.dueMs - b.dueMs)[0];

  function runNext(): void {
    const timer = earliest();
    if (awaited > 0 || timer === undefined) return;
    timers.delete(timer);
    passedMs += Math.max(0, timer.dueMs - now());
    timer.run();
    setImmediate(runNext);
  }

  function answered(): void {
    awaited -= 1;
    setImmediate(runNext);
  }

  async function* untilEnd(body: ReadableStream<Uint8Array>) {
    try {
      yield* body;
    } finally {
      answered();
    }
  }

  return {
    now,
    after(delayMs, run) {
      const timer = { dueMs: now() + delayMs, run };
      timers.add(timer);
      setImmediate(runNext);
      return () => timers.delete(timer);
    },
    async fetch(input, init) {
      awaited += 1;
      try {
        const response = await fetch(input, init);
        if (response.body === null) answered();
        else Object.defineProperty(response, 'body', { value: ReadableStream.from(untilEnd(response.body)) });
        return response;
      } catch (error) {
        answered();
        throw error;
      }
    },
    advance(byMs) {
      passedMs += byMs;
      for (let timer = earliest(); timer !== undefined && timer.dueMs <= now(); timer = earliest()) {
        timers.delete(timer);
        timer.run();
      }
    },
  };
}
