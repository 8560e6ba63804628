/** Time as an argument, so that tests can let three seconds or a year pass at once. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once after a delay; the function given back calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** The machine's own time. What waits on it does not keep the program alive. */
export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
