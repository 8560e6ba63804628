/** Waits by a clock: until a time has passed, or for work until it takes too long. */
import type { Clock } from './clock.ts';

// The clock's timers don't keep the program alive, but a waiting command must not end early.
const FOREVER_MS = 2 ** 30;

/**
 * Resolves once the time has passed.
 * @throws the signal's reason as soon as it is aborted.
 */
export function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    if (delayMs <= 0) return resolve();
    const alive = setInterval(() => {}, FOREVER_MS);
    const end = (finish: () => void) => () => {
      clearInterval(alive);
      cancel();
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = end(() => reject(signal.reason));
    const cancel = clock.after(delayMs, end(resolve));
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Runs `work` with a signal that aborts with `tooLate` after `limitMs`, or as `outer` does.
 * @throws that reason, whatever `work` makes of it.
 */
export async function withinTime<T>(
  clock: Clock,
  limitMs: number,
  tooLate: Error,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onAbort = () => controller.abort(outer.reason);
  if (outer.aborted) onAbort();
  outer.addEventListener('abort', onAbort, { once: true });
  const cancel = clock.after(limitMs, () => controller.abort(tooLate));
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    cancel();
    outer.removeEventListener('abort', onAbort);
  }
}
