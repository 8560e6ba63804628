/** Records a language model's output before any check. */
import type { AskOptions, ChatModel } from '../../src/llm/chat-model.ts';
import type { Prompt } from '../../src/llm/prompt.ts';

/** A request whose answer matched its prompt's schema. */
export interface Heard {
  /** The prompt's name. */
  readonly prompt: string;
  readonly values: Readonly<Record<string, string>>;
  readonly said: unknown;
}

export interface RecordedModel extends ChatModel {
  /** Answers since the last call. */
  takeHeard(): readonly Heard[];
}

export function recordModel(model: ChatModel): RecordedModel {
  let heard: Heard[] = [];
  return {
    name: model.name,
    modelId: model.modelId,
    timeoutMs: model.timeoutMs,
    async ask<Name extends string, Output>(
      prompt: Prompt<Name, Output>,
      values: Readonly<Record<Name, string>>,
      options: AskOptions<Output>,
    ): Promise<Output> {
      const said = await model.ask(prompt, values, options);
      heard.push({ prompt: prompt.name, values, said });
      return said;
    },
    takeHeard() {
      const taken = heard;
      heard = [];
      return taken;
    },
  };
}
