/** A language model's second opinion on sentences that passed the checks. It can only remove some. */
import { z } from 'zod';
import { LanguageModelError } from '../domain/errors.ts';
import type { AskOptions, ChatModel } from '../llm/chat-model.ts';
import { loadPrompt } from '../llm/prompt.ts';
import { collapseSpace } from '../text/display.ts';

export const secondOpinionPrompt = loadPrompt(
  'second-opinion',
  ['papers', 'sentences'],
  z.object({ unsupported: z.array(z.number()) }),
);

/**
 * The sentences that the model finds unsupported by the papers' text, after one request. None if the model isn't set to
 * be asked, or gives no usable answer.
 */
export async function findRefuted(
  model: ChatModel,
  sentences: readonly string[],
  papers: string,
  { usageSubject, signal }: Pick<AskOptions<unknown>, 'usageSubject' | 'signal'>,
): Promise<ReadonlySet<string>> {
  if (!model.givesSecondOpinion || sentences.length === 0) return new Set();
  const values = {
    papers,
    sentences: sentences.map((text, i) => `${i + 1}. ${collapseSpace(text)}`).join('\n'),
  };
  try {
    const { unsupported } = await model.ask(secondOpinionPrompt, values, { usageSubject, signal });
    return new Set(unsupported.flatMap((number) => sentences[number - 1] ?? []));
  } catch (error) {
    // The sentences passed the checks, and are shown without a second opinion.
    if (error instanceof LanguageModelError) return new Set();
    throw error;
  }
}
