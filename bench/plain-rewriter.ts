/** A deterministic stand-in for a language model that finds other words: it strips filler and writes abbreviations out. */

import type { ChatModel } from '../src/llm/chat-model.ts';
import type { Prompt } from '../src/llm/prompt.ts';
import { wordsOf } from '../src/retrieval/lexical.ts';
import { expandAbbreviations } from '../src/retrieval/query/expand.ts';
import type { Rewritten } from '../src/retrieval/query/rewrite.ts';
import { applyCorrections, correctWords } from '../src/retrieval/query/spelling.ts';
import type { Library } from '../src/retrieval/search-engine.ts';
import { isFiller } from '../src/text/stop-words.ts';

export async function rewritePlainly({ catalog, lexicon }: Library, question: string): Promise<Rewritten> {
  const right = applyCorrections(question, await correctWords(catalog, lexicon.speller, question));
  const telling = wordsOf(right).filter((word) => !isFiller(word));
  const expansions = await expandAbbreviations(catalog, lexicon.speller, right);
  return { isResearch: true, queries: [telling.slice(0, 10).join(' '), ...expansions.map(({ to }) => to)] };
}

export const createPlainRewriter = (library: Library): ChatModel => ({
  name: 'the plain rewriter',
  modelId: 'the plain rewriter',
  patienceMs: 60_000,
  async ask<Name extends string, Output>(
    prompt: Prompt<Name, Output>,
    values: Readonly<Record<Name, string>>,
  ): Promise<Output> {
    const { question = '' } = values as Readonly<Record<string, string>>;
    return prompt.output.parse(await rewritePlainly(library, question));
  },
});
