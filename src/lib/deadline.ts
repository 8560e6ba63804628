/** A time limit as a signal, on a clock that tests can move. */
import type { Clock } from './clock.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** Call it when the time limit is no longer needed. */
  cancel(): void;
}

export function deadlineIn(clock: Clock, ms: number): Deadline {
  const controller = new AbortController();
  const cancel = clock.after(ms, () => controller.abort(new Error(`no answer within ${ms / 1000} s`)));
  return { signal: controller.signal, cancel };
}
