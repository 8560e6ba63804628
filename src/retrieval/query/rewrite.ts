/** Query rewriting by a language model: up to three English queries, and a judgement whether it is about research. */
import { z } from 'zod';
import type { AskOptions, ChatModel } from '../../llm/chat-model.ts';
import { loadPrompt } from '../../llm/prompt.ts';
import { sanitizeOutput } from '../../llm/sanitize-output.ts';
import { collapseSpace, truncate } from '../../text/display.ts';

/** One conversation turn, both parts as plain text. */
export interface ConversationTurn {
  readonly question: string;
  readonly answer: string;
}

export interface Rewritten {
  readonly isResearch: boolean;
  /** At most three, without the query itself, filters, links or pieces of the prompt; possibly none. */
  readonly queries: readonly string[];
}

const MAX_QUERIES = 3;
const MAX_QUERY_CHARS = 150;
/** Longer output is cut here: looking for addresses in much more takes seconds. */
const MAX_READ_CHARS = 1_000;
const MAX_QUERIES_READ = 20;
const MAX_QUESTION_CHARS = 2_000;
const MAX_EARLIER_CHARS = 500;
const WEB_ADDRESS = /\S*:\/\/\S*|\bwww\.\S+/gi;

const TAGS = ['earlier', 'question'] as const;

export const rewritePrompt = loadPrompt(
  'rewrite',
  TAGS,
  // The queries first: small models judge the topic better than its being research.
  z.object({ queries: z.array(z.string()).meta({ maxItems: MAX_QUERIES }), isResearch: z.boolean() }),
);

/**
 * Rewrites the query; `earlier` are former turns, oldest first.
 * @throws LanguageModelError if the output is unusable.
 */
export async function rewriteQuestion(
  model: ChatModel,
  question: string,
  earlier: readonly ConversationTurn[],
  options: AskOptions<z.infer<typeof rewritePrompt.output>>,
): Promise<Rewritten> {
  const values = { question: truncate(question, MAX_QUESTION_CHARS), earlier: earlierAsData(earlier) };
  const { isResearch, queries } = await model.ask(rewritePrompt, values, options);
  // People can see the searches.
  const { instructions } = rewritePrompt.render(values);
  const limits = { maxChars: MAX_QUERY_CHARS, instructions, tags: TAGS };
  const plain = queries
    .slice(0, MAX_QUERIES_READ)
    .flatMap((query) => sanitizeOutput(asPlainWords(query), limits) ?? []);
  const seen = new Set([question.toLowerCase()]);
  const fresh = plain.filter((query) => !seen.has(query.toLowerCase()) && seen.add(query.toLowerCase()));
  return { isResearch, queries: fresh.slice(0, MAX_QUERIES) };
}

/** One line per question and per answer, so that neither can be mistaken for another. */
export const earlierAsData = (earlier: readonly ConversationTurn[]): string =>
  earlier
    .map(({ question, answer }) => `They asked: ${asLine(question)}\nThey were told: ${asLine(answer)}`)
    .join('\n');

const asLine = (text: string): string => truncate(collapseSpace(text), MAX_EARLIER_CHARS);

/** A model's text as a query: no line breaks, no addresses, and no filters. */
const asPlainWords = (query: string): string =>
  truncate(
    collapseSpace(
      query
        .slice(0, MAX_READ_CHARS)
        .replace(WEB_ADDRESS, ' ')
        .replace(/["“”„`*_<>[\]|:]+/g, ' '),
    ),
    MAX_QUERY_CHARS,
  );
