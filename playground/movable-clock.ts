/** The playground's time: the machine's own, until somebody moves it ahead to see tomorrow. */
import type { Clock } from '../src/lib/clock.ts';

export interface MovableClock extends Clock {
  /** Moves time forward to that moment, and runs everything due until then. */
  moveTo(ms: number): void;
}

interface Waiting {
  readonly dueMs: number;
  readonly run: () => void;
  cancel: () => void;
}

export function createMovableClock(base: Clock): MovableClock {
  let aheadMs = 0;
  const waiting = new Set<Waiting>();
  const now = () => base.now() + aheadMs;

  function arm(one: Waiting): void {
    one.cancel = base.after(Math.max(0, one.dueMs - now()), () => {
      waiting.delete(one);
      one.run();
    });
  }

  return {
    now,
    after(delayMs, run) {
      const one: Waiting = { dueMs: now() + delayMs, run, cancel: () => {} };
      waiting.add(one);
      arm(one);
      return () => {
        waiting.delete(one);
        one.cancel();
      };
    },
    moveTo(ms) {
      aheadMs += Math.max(0, ms - now());
      for (const one of [...waiting].sort((a, b) => a.dueMs - b.dueMs)) {
        // An earlier timer may have cancelled this one.
        if (!waiting.has(one)) continue;
        one.cancel();
        if (one.dueMs > now()) {
          arm(one);
        } else {
          waiting.delete(one);
          one.run();
        }
      }
    },
  };
}
