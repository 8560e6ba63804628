/** A summary without a language model: sentences of the abstract that state the problem, the method and the result. */

import type { Embedder } from '../embedding/embedder.ts';
import { chooseSequence } from './choose-sequence.ts';
import type { Role } from './rhetorical-roles.ts';
import { scoreSentences } from './score-sentences.ts';

export interface ExtractiveSummary {
  /** In reading order, each word for word from the abstract; none for an empty abstract. */
  readonly sentences: readonly { readonly role: Role; readonly text: string }[];
}

/** Length of a summary: one sentence, three, or up to six. */
export type Length = 'line' | 'short' | 'detailed';

/** Chooses as many sentences as `length` allows, by meaning, cue phrases and position. */
export async function extractSummary(
  abstract: string,
  embedder: Embedder,
  length: Length = 'short',
): Promise<ExtractiveSummary> {
  const sentences = await scoreSentences(abstract, embedder);
  const scores = sentences.map((sentence) => sentence.scores);
  const chosen = chooseSequence(scores, length === 'detailed' ? 6 : 3);
  // One sentence alone tells most if it states the method.
  const method = chosen.find(({ role }) => role === 'method') ?? chosen[0];
  return {
    sentences: (length === 'line' && method ? [method] : chosen).map(({ role, at }) => ({
      role,
      text: sentences[at]?.text ?? '',
    })),
  };
}
