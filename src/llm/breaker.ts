/**
 * Leaves a server alone that failed several times in a row, so that nobody waits for it in vain; after a while one question
 * tries it again. On the program's own clock, which cockatiel's breaker doesn't know (docs/decisions/0012-polite-client.md).
 */
import type { Clock } from '../lib/clock.ts';

const MAX_FAILURES = 4;
const REST_MS = 30_000;

export type BreakerState = 'closed' | 'open' | 'trying';

export interface Breaker {
  state(): BreakerState;
  /** How to say what became of a question that may be asked now; undefined where it must not be. */
  enter(): ((outcome: 'well' | 'failed' | 'unknown') => void) | undefined;
}

export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let openUntilMs = 0;
  let isTrying = false;
  const isOpen = () => failures >= MAX_FAILURES;

  return {
    state: () => (isTrying ? 'trying' : isOpen() ? 'open' : 'closed'),
    enter() {
      const isTrial = isOpen();
      if (isTrial && (isTrying || clock.now() < openUntilMs)) return undefined;
      if (isTrial) isTrying = true;
      return (outcome) => {
        if (isTrial) isTrying = false;
        if (outcome === 'well') failures = 0;
        if (outcome !== 'failed') return;
        failures += 1;
        if (isOpen()) openUntilMs = clock.now() + REST_MS;
      };
    },
  };
}
