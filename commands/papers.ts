/** /papers: finds papers on a topic, and reformulates the query if nothing fits. */
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { LanguageModelError, UserError } from '../src/domain/errors.ts';
import { deadlineIn } from '../src/lib/deadline.ts';
import type { AskOptions, ChatModel } from '../src/llm/chat-model.ts';
import type { ButtonId } from '../src/reply/custom-id.ts';
import { reformulatedReply, searchReply } from '../src/reply/paper-list.ts';
import type { Reply } from '../src/reply/reply.ts';
import type { Page, SearchResult } from '../src/retrieval/match.ts';
import { parseQuestion } from '../src/retrieval/query/parse.ts';
import { rewriteQuestion } from '../src/retrieval/query/rewrite.ts';
import { searchPapers } from '../src/retrieval/search.ts';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';
import { KEPT_NEAREST, searchReformulated } from '../src/retrieval/search-reformulated.ts';
import { type Command, EVERYWHERE, type Invoker, type Services } from './command.ts';
import { keepQuery, QUERY_KEPT_DAYS, queryKey } from './kept-question.ts';

const DEFAULT_COUNT = 5;
const MAX_COUNT = 10;
/** Time limit for reformulating while the plain list is already there. */
const OTHER_WORDS_WITHIN_MS = 1_500;

const optionsSchema = z.object({
  query: z.string(),
  count: z.int().min(1).max(MAX_COUNT).default(DEFAULT_COUNT),
});
const buttonSchema = z.tuple([
  z.string(),
  z.coerce.number().int().min(0),
  z.coerce.number().int().min(1).max(MAX_COUNT),
  z.literal('again').optional(),
]);

/** A query, with its reformulations; none if the query itself is enough. */
interface Wanted {
  readonly query: string;
  readonly others: readonly string[];
}

export const papers: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'papers',
    description: 'Find papers on a topic, in your own words',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'query',
        description: 'A topic, a question, or part of a title',
        required: true,
        max_length: 2000,
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'count',
        description: `How many papers to show (default ${DEFAULT_COUNT})`,
        min_value: 1,
        max_value: MAX_COUNT,
      },
    ],
  },
  example: '/papers query: making prompts shorter without losing quality',

  async chatInput({ options, invoker }, services) {
    const { query, count } = optionsSchema.parse(options);
    return search(query, { from: 0, count }, services, invoker, false);
  },

  async component(args, services, invoker) {
    const [key, from, count, again] = buttonSchema.parse(args);
    const page = { from, count };
    const { query, others } = await wantedAt(key, services);
    if (again) return search(query, page, services, invoker, true);
    const better = others.length > 0 && (await listInOtherWords({ query, others }, page, services));
    return better || listPlainly(query, await searchPapers(services.engine, query, page), page, services);
  },
};

/**
 * Shows the plain list. If nothing in it fits, or the person wishes it, and a language model reformulates the query in
 * time, a better list replaces it.
 */
async function search(
  query: string,
  page: Page,
  services: Services,
  { personId, serverId }: Invoker,
  isWished: boolean,
): Promise<Reply | AsyncIterable<Reply>> {
  const { engine, languageModel, clock } = services;
  const result = await searchPapers(engine, query, page);
  const question = parseQuestion(query);
  // Reformulations would search everybody's papers.
  if (!languageModel || question.kind !== 'text' || question.isLong || result.by)
    return listPlainly(query, result, page, services);
  if (result.confident && !isWished) return listPlainly(query, result, page, services, 'not asked for');
  const plain = await listPlainly(query, result, page, services);
  return (async function* () {
    yield plain;
    const deadline = deadlineIn(clock, isWished ? languageModel.timeoutMs : OTHER_WORDS_WITHIN_MS);
    const options = { usageSubject: { personId, serverId }, signal: deadline.signal };
    const others = await otherWords(languageModel, question.text, options).finally(deadline.cancel);
    const better = others && (await listInOtherWords({ query, others }, page, services));
    yield better || listPlainly(query, result, page, services, others ?? 'none in time');
  })();
}

/** `others` are reformulations that found nothing either. */
async function listPlainly(
  query: string,
  result: SearchResult,
  page: Page,
  { engine }: Services,
  others: readonly string[] | 'none in time' | 'not asked for' = [],
): Promise<Reply> {
  const mayAskAgain = others === 'none in time' || (others === 'not asked for' && page.from === 0);
  const mayBePressed = result.hasMore || page.from > 0 || mayAskAgain;
  const key = mayBePressed ? await keep(engine, { query, others: [] }) : keyOf({ query, others: [] });
  const topics = new Map<string, string>();
  for (const topic of result.topics ?? [])
    topics.set(topic, await keep(engine, { query: topic, others: [] }));
  return searchReply(query, result, page, {
    turnTo: (to) => button('turn', key, to),
    askFor: (topic) => button('open', topics.get(topic) ?? '', { from: 0, count: page.count }),
    // A fitting list stays; the reformulated one comes in a message of its own.
    ...(mayAskAgain && { again: button(result.confident ? 'open' : 'turn', key, page, 'again') }),
    ...(typeof others !== 'string' && { alsoSearched: others }),
  });
}

/** Undefined if the reformulations find nothing that fits either. */
async function listInOtherWords(
  wanted: Wanted,
  page: Page,
  { engine }: Services,
): Promise<Reply | undefined> {
  // Leaves room below the first page for the papers that were there before.
  const shown = { ...page, count: Math.min(page.count, MAX_COUNT - KEPT_NEAREST) };
  const result = await searchReformulated(engine, wanted.query, wanted.others, shown);
  if (!result) return undefined;
  const key = await keep(engine, wanted);
  return reformulatedReply(wanted.query, result, shown, (to) => button('turn', key, to));
}

/** Undefined if the model gives no usable answer in time. */
async function otherWords(
  model: ChatModel,
  question: string,
  options: Omit<AskOptions<unknown>, 'onPartial'>,
): Promise<readonly string[] | undefined> {
  try {
    return (await rewriteQuestion(model, question, [], options)).queries;
  } catch (error) {
    if (error instanceof LanguageModelError) return undefined;
    throw error;
  }
}

const button = (kind: ButtonId['kind'], key: string, { from, count }: Page, ...more: string[]): ButtonId => ({
  kind,
  command: 'papers',
  args: [key, `${from}`, `${count}`, ...more],
});

/** The query on the first line, a reformulation on each further line. */
const asText = ({ query, others }: Wanted): string => [query.replace(/\s+/g, ' '), ...others].join('\n');
const keyOf = (wanted: Wanted): string => queryKey(asText(wanted));
const keep = (engine: SearchEngine, wanted: Wanted): Promise<string> => keepQuery(engine, asText(wanted));

async function wantedAt(key: string, { engine }: Services): Promise<Wanted> {
  const text = await engine.questions.get(key);
  if (!text) {
    throw new UserError(
      `I keep questions for ${QUERY_KEPT_DAYS} days, and this one has expired. Please ask it again with /papers.`,
    );
  }
  const [query = '', ...others] = text.split('\n');
  return { query, others };
}
