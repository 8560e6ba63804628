/** The seam to a language model: one prompt, one answer. Its output is untrusted text. */
import type { PersonId } from '../domain/person.ts';
import type { ServerId } from '../domain/place.ts';
import type { Prompt } from './prompt.ts';

export interface ChatModel {
  /** The model's display name on its server; the server's address is private. */
  readonly name: string;
  /** Changes whenever its answers may, so that it can be part of cache keys. */
  readonly modelId: string;
  /** The longest that a person waits for it, all requests for one answer together. */
  readonly timeoutMs: number;
  /** True if it is asked again which of its sentences the papers bear out. */
  readonly givesSecondOpinion?: boolean;
  /**
   * The model's answer to a prompt filled with `values`, in the prompt's schema.
   * @throws LanguageModelError if there is none; never waits longer than `signal` allows.
   */
  ask<Name extends string, Output>(
    prompt: Prompt<Name, Output>,
    values: Readonly<Record<Name, string>>,
    options: AskOptions<Output>,
  ): Promise<Output>;
}

export interface AskOptions<Output> {
  /** The subject whose budget pays; nobody for the program's own requests, such as the daily post's. */
  readonly usageSubject: UsageSubject;
  readonly signal: AbortSignal;
  /** Gets partial answers while the server streams: strings may end anywhere. */
  readonly onPartial?: (partial: Partial<Output>) => void;
}

export interface UsageSubject {
  readonly personId?: PersonId | undefined;
  readonly serverId?: ServerId | undefined;
}
