/** Does work once for everyone who waits for it, and stops it when nobody does. */

export interface SingleFlight<Result, Draft> {
  /**
   * The result of the work under `key`; `start` begins it if nobody is waiting yet. Rejects with the signal's reason
   * once that is aborted. The work is aborted when nobody is left.
   */
  wait(
    key: string,
    start: (signal: AbortSignal, onDraft: (draft: Draft) => void) => Promise<Result>,
    options: { readonly signal: AbortSignal; readonly onDraft: (draft: Draft) => void },
  ): Promise<Result>;
}

interface Flight<Result, Draft> {
  readonly landed: Promise<Result>;
  readonly stop: AbortController;
  readonly listeners: Set<(draft: Draft) => void>;
  newest: Draft | undefined;
}

export function createSingleFlight<Result, Draft>(): SingleFlight<Result, Draft> {
  const flights = new Map<string, Flight<Result, Draft>>();

  function begin(
    key: string,
    start: (signal: AbortSignal, onDraft: (draft: Draft) => void) => Promise<Result>,
  ): Flight<Result, Draft> {
    const stop = new AbortController();
    const listeners = new Set<(draft: Draft) => void>();
    const landed = Promise.resolve()
      .then(() =>
        start(stop.signal, (draft) => {
          flight.newest = draft;
          for (const listener of listeners) listener(draft);
        }),
      )
      .finally(() => flights.get(key) === flight && flights.delete(key));
    // Waiters get the failure; this avoids an unhandled rejection if all have left.
    landed.catch(() => {});
    const flight: Flight<Result, Draft> = { landed, stop, listeners, newest: undefined };
    flights.set(key, flight);
    return flight;
  }

  return {
    async wait(key, start, { signal, onDraft }) {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? begin(key, start);
      const listener = (draft: Draft) => onDraft(draft);
      flight.listeners.add(listener);
      if (flight.newest !== undefined) onDraft(flight.newest);
      let leave = () => {};
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
      });
      try {
        return await Promise.race([flight.landed, left]);
      } finally {
        signal.removeEventListener('abort', leave);
        flight.listeners.delete(listener);
        if (flight.listeners.size === 0) {
          if (flights.get(key) === flight) flights.delete(key);
          flight.stop.abort(new Error('nobody waits for it any more'));
        }
      }
    },
  };
}
