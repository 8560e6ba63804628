/** Time as an argument, so that tests can pass three seconds or a year at once. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once after a delay; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The machine's own time. Its timers don't keep the program alive. */
export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
