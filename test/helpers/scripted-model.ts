/** A language model with scripted answers. */
import { LanguageModelError } from '../../src/domain/errors.ts';
import type { AskOptions, ChatModel } from '../../src/llm/chat-model.ts';
import type { Prompt, RenderedPrompt } from '../../src/llm/prompt.ts';

/** A request to the model: the prompt's name and its text as sent. */
export interface Asked extends RenderedPrompt {
  readonly prompt: string;
  readonly values: Readonly<Record<string, string>>;
  readonly options: AskOptions<never>;
}

export interface ScriptedModel extends ChatModel {
  readonly asked: Asked[];
  /** Scripts the next responses: an answer, parsed as the prompt's output, or an error. */
  answer: (asked: Asked) => unknown;
}

export function createScriptedModel(answer: ScriptedModel['answer']): ScriptedModel {
  const model: ScriptedModel = {
    name: 'scripted',
    modelId: 'scripted at a test',
    timeoutMs: 8_000,
    asked: [],
    answer,
    async ask<Name extends string, Output>(
      prompt: Prompt<Name, Output>,
      values: Readonly<Record<Name, string>>,
      options: AskOptions<Output>,
    ): Promise<Output> {
      const asked = { prompt: prompt.name, values, options, ...prompt.render(values) };
      model.asked.push(asked);
      const parsed = prompt.output.safeParse(await model.answer(asked));
      if (parsed.success) return parsed.data;
      throw new LanguageModelError('the answer has another shape', {
        reason: 'unusable',
        cause: parsed.error,
      });
    },
  };
  return model;
}

/** An answer that never comes: it ends only when everyone has given up. */
export const hanging = ({ options: { signal } }: Asked): Promise<never> =>
  new Promise((_, reject) => {
    const giveUp = () => reject(new LanguageModelError('too late', { reason: 'away', cause: signal.reason }));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
