/**
 * Leaves a server alone that failed several times in a row, so that nobody waits for it in vain; after a while one question
 * tries it again. On the program's own clock, which cockatiel's breaker doesn't know (docs/decisions/0012-polite-client.md).
 */
import type { Clock } from './clock.ts';

export type BreakerState = 'closed' | 'open' | 'trying';

export interface CircuitBreaker {
  state(): BreakerState;
  /** How many failures in a row the server is left alone for at the moment; undefined where it may be asked. */
  cooldownAfter(): number | undefined;
  /** How to say what became of a question that may be asked now; undefined where it must not be. */
  acquire(): ((outcome: 'well' | 'failed' | 'unknown') => void) | undefined;
}

/** `maxFailures` in a row open it for `restMs`; then each failure more does the same. */
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
