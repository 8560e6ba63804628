/** What went wrong, in the few kinds the program treats differently. Messages say what was being done and to what. */

/** A mistake the person can mend: its message is shown to them as it is. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The environment, a file or a folder is not as the program needs it: its message says which and how to mend it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The embedding model could not be loaded or gave something unusable. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** The language model gave no answer that can be used. Everything it would have made has a plain way without it. */
export class LanguageModelError extends Error {
  override readonly name = 'LanguageModelError';
  readonly reason: LanguageModelFailure;

  constructor(message: string, options: ErrorOptions & { readonly reason: LanguageModelFailure }) {
    super(message, options);
    this.reason = options.reason;
  }
}

/**
 * `away`: it can't be reached, is overloaded or says nothing. `late`: it was writing when the time was over. `misconfigured`: it knows neither the key nor the model.
 * `unusable`: it said something, and nothing of use. `spent`: the day's tokens or money are.
 */
export type LanguageModelFailure = 'away' | 'late' | 'misconfigured' | 'unusable' | 'spent';

/** A source could not be read: its message names the source, what was asked of it, and what came instead. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** Whether the same request may succeed later. */
  readonly isRetryable: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isRetryable: boolean }) {
    super(message, options);
    this.isRetryable = options.isRetryable;
  }
}

/** One line for a log or a terminal: the message, and the message of each cause behind it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describeError(error.cause)}`;
}
