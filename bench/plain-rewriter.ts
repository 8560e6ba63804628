/** A deterministic fake rewriter: it strips stop words and writes abbreviations out. */

import type { ChatModel } from '../src/llm/chat-model.ts';
import type { Prompt } from '../src/llm/prompt.ts';
import { queryTerms } from '../src/retrieval/lexical.ts';
import { expandAbbreviations } from '../src/retrieval/query/expand.ts';
import type { Rewritten } from '../src/retrieval/query/rewrite.ts';
import { applyCorrections, correctWords } from '../src/retrieval/query/spelling.ts';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';
import { isStopWord } from '../src/text/stop-words.ts';

export async function rewritePlainly(engine: SearchEngine, question: string): Promise<Rewritten> {
  const { speller } = engine.vocabulary;
  const right = applyCorrections(question, await correctWords(engine, speller, question));
  const telling = queryTerms(right).filter((word) => !isStopWord(word));
  const expansions = await expandAbbreviations(engine, speller, right);
  return { isResearch: true, queries: [telling.slice(0, 10).join(' '), ...expansions.map(({ to }) => to)] };
}

export const createPlainRewriter = (engine: SearchEngine): ChatModel => ({
  name: 'the plain rewriter',
  modelId: 'the plain rewriter',
  timeoutMs: 60_000,
  async ask<Name extends string, Output>(
    prompt: Prompt<Name, Output>,
    values: Readonly<Record<Name, string>>,
  ): Promise<Output> {
    const { question = '' } = values as Readonly<Record<string, string>>;
    return prompt.output.parse(await rewritePlainly(engine, question));
  },
});
