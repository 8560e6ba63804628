/** The language model's settings, from the environment. */
import type { BudgetLimits } from './budget.ts';

export interface LanguageModelSettings extends ServerSettings {
  /** A smaller model for simple prompts, if there is one. */
  readonly fastModel?: string | undefined;
  /** True if it is asked again which of its sentences the papers bear out. */
  readonly secondOpinion?: boolean;
  /** The longest that a person waits. */
  readonly timeoutMs: number;
  /** The number of simultaneous requests. */
  readonly concurrency: number;
  readonly limits: BudgetLimits;
}

export interface ServerSettings {
  /** An OpenAI-compatible server's address, without a trailing slash. */
  readonly baseUrl: string;
  /** Most local servers need none. */
  readonly apiKey?: string | undefined;
  readonly model: string;
}

/** The server's address for logs and people: no path, and nothing secret. */
export const hostOf = (baseUrl: string): string => new URL(baseUrl).host;
