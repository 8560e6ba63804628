/** Requests autocompletion while a person types: not at every key, and late answers are dropped. */

const TYPING_PAUSE_MS = 150;

export interface Suggestions {
  /** Requests after a short pause; of several calls, only the last is answered, through `show`. */
  request<T>(ask: () => Promise<T>, show: (answer: T) => void, failed: () => void): void;
  /** Drops the results of all earlier requests. */
  cancel(): void;
}

export function createSuggestions(): Suggestions {
  let latest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const cancel = () => {
    latest++;
    clearTimeout(timer);
  };

  return {
    cancel,
    request(ask, show, failed) {
      cancel();
      const mine = latest;
      timer = setTimeout(() => {
        ask().then(
          (answer) => mine === latest && show(answer),
          () => mine === latest && failed(),
        );
      }, TYPING_PAUSE_MS);
    },
  };
}
