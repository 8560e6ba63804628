/**
 * Stops asking a server that failed several times in a row; after a while, one request tries again. It runs on the
 * program's clock, which opossum's and cockatiel's breakers don't take (docs/decisions/0012-polite-client.md).
 */
import type { Clock } from './clock.ts';

export type BreakerState = 'closed' | 'open' | 'trying';

export interface CircuitBreaker {
  state(): BreakerState;
  /** The number of failures in a row that opened it; undefined while it is closed. */
  cooldownAfter(): number | undefined;
  /** A function to report the request's outcome; undefined if no request may be made now. */
  acquire(): ((outcome: 'well' | 'failed' | 'unknown') => void) | undefined;
}

/** `maxFailures` in a row open it for `restMs`; so does each further failure. */
export function createCircuitBreaker(
  clock: Clock,
  { maxFailures, restMs }: { readonly maxFailures: number; readonly restMs: number },
): CircuitBreaker {
  let failures = 0;
  let openUntilMs = 0;
  let isTrying = false;
  const isOpen = () => failures >= maxFailures;

  return {
    state: () => (isTrying ? 'trying' : isOpen() ? 'open' : 'closed'),
    cooldownAfter: () => (isOpen() && clock.now() < openUntilMs ? failures : undefined),
    acquire() {
      const isTrial = isOpen();
      if (isTrial && (isTrying || clock.now() < openUntilMs)) return undefined;
      if (isTrial) isTrying = true;
      return (outcome) => {
        if (isTrial) isTrying = false;
        if (outcome === 'well') failures = 0;
        if (outcome !== 'failed') return;
        failures += 1;
        if (isOpen()) openUntilMs = clock.now() + restMs;
      };
    },
  };
}
