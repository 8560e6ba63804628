/** Asks for autocompletion while a person types: not at every key, and an answer that came too late is dropped. */

const TYPING_PAUSE_MS = 150;

export interface Suggestions {
  /** Asks after a short pause in the typing; of several calls only the last one is answered, through `show`. */
  request<T>(ask: () => Promise<T>, show: (answer: T) => void, failed: () => void): void;
  /** Nothing asked before will be shown any more. */
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
