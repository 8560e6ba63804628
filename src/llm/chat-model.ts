/** The seam to a language model: one prompt, one answer. What it says is untrusted text, whatever its shape. */
import type { PersonId } from '../domain/person.ts';
import type { ServerId } from '../domain/place.ts';
import type { Prompt } from './prompt.ts';

export interface ChatModel {
  /** What people read of it, as its server calls it; where that server is, is nobody's business. */
  readonly name: string;
  /** Changes whenever its answers may, so that what is kept of them can be kept under it. */
  readonly modelId: string;
  /** How long a person is kept waiting for it at most, all of its questions for one answer together. */
  readonly timeoutMs: number;
  /**
   * The model's answer to a prompt filled with `values`, in the prompt's shape.
   * @throws LanguageModelError where there is none; it never waits longer than `signal` lets it.
   */
  ask<Name extends string, Output>(
    prompt: Prompt<Name, Output>,
    values: Readonly<Record<Name, string>>,
    options: AskOptions<Output>,
  ): Promise<Output>;
}

export interface AskOptions<Output> {
  /** Whom the tokens count against; nobody where the program asks for itself, as for the daily post. */
  readonly usageSubject: UsageSubject;
  readonly signal: AbortSignal;
  /** Hears what is there of the answer as it comes, where the server streams: strings may end anywhere. */
  readonly onPartial?: (partial: Partial<Output>) => void;
}

export interface UsageSubject {
  readonly personId?: PersonId | undefined;
  readonly serverId?: ServerId | undefined;
}
