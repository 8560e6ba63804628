/** A question in other words, by a language model: up to three queries in English, and whether it is about research at all. */
import { z } from 'zod';
import type { AskOptions, ChatModel } from '../../llm/chat-model.ts';
import { loadPrompt } from '../../llm/prompt.ts';
import { sanitizeOutput } from '../../llm/sanitize-output.ts';
import { collapseSpace, truncate } from '../../text/display.ts';

/** One question of a conversation, and what was answered, both as plain text. */
export interface ConversationTurn {
  readonly question: string;
  readonly answer: string;
}

export interface Rewritten {
  readonly isResearch: boolean;
  /** At most three, none the question itself, none with a filter, a link or a piece of the prompt in it; maybe none. */
  readonly queries: readonly string[];
}

const MAX_QUERIES = 3;
const MAX_QUERY_CHARS = 150;
/** A model that goes on for ever is cut off here: looking for addresses in much more takes seconds. */
const MAX_READ_CHARS = 1_000;
const MAX_QUERIES_READ = 20;
const MAX_QUESTION_CHARS = 2_000;
const MAX_EARLIER_CHARS = 500;
const WEB_ADDRESS = /\S*:\/\/\S*|\bwww\.\S+/gi;

const TAGS = ['earlier', 'question'] as const;

export const rewritePrompt = loadPrompt(
  'rewrite',
  TAGS,
  // The queries first: small models tell what a question is about better than whether it is about research.
  z.object({ queries: z.array(z.string()).meta({ maxItems: MAX_QUERIES }), isResearch: z.boolean() }),
);

/**
 * What the model makes of the question; `earlier` is what was said before, oldest first.
 * @throws LanguageModelError where it says nothing that can be used.
 */
export async function rewriteQuestion(
  model: ChatModel,
  question: string,
  earlier: readonly ConversationTurn[],
  options: AskOptions<z.infer<typeof rewritePrompt.output>>,
): Promise<Rewritten> {
  const values = { question: truncate(question, MAX_QUESTION_CHARS), earlier: earlierAsData(earlier) };
  const { isResearch, queries } = await model.ask(rewritePrompt, values, options);
  // People get to see what was searched for.
  const { instructions } = rewritePrompt.render(values);
  const limits = { maxChars: MAX_QUERY_CHARS, instructions, tags: TAGS };
  const plain = queries
    .slice(0, MAX_QUERIES_READ)
    .flatMap((query) => sanitizeOutput(asPlainWords(query), limits) ?? []);
  const seen = new Set([question.toLowerCase()]);
  const fresh = plain.filter((query) => !seen.has(query.toLowerCase()) && seen.add(query.toLowerCase()));
  return { isResearch, queries: fresh.slice(0, MAX_QUERIES) };
}

/** A line a question and a line an answer, so that none of them can be taken for another. */
export const earlierAsData = (earlier: readonly ConversationTurn[]): string =>
  earlier
    .map(({ question, answer }) => `They asked: ${asLine(question)}\nThey were told: ${asLine(answer)}`)
    .join('\n');

const asLine = (text: string): string => truncate(collapseSpace(text), MAX_EARLIER_CHARS);

/** What a model wrote as a query: no line breaks, no addresses, and nothing that would be read as a filter. */
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
