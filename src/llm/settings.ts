/** What the program is told about its language model, from the environment. */
import type { BudgetLimits } from './budget.ts';

export interface LanguageModelSettings extends ServerSettings {
  /** A smaller model for prompts that it does for, where there is one. */
  readonly fastModel?: string | undefined;
  /** How long a person is kept waiting at most. */
  readonly timeoutMs: number;
  /** How many questions the server gets at once. */
  readonly concurrency: number;
  readonly limits: BudgetLimits;
}

export interface ServerSettings {
  /** Of an OpenAI-compatible server, without a slash at its end. */
  readonly baseUrl: string;
  /** Most servers of one's own want none. */
  readonly apiKey?: string | undefined;
  readonly model: string;
}

/** The server as a log and a person may see it: no path, and nothing secret. */
export const hostOf = (baseUrl: string): string => new URL(baseUrl).host;
