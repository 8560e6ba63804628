/** /papers: finds papers on a topic, and reformulates the query if nothing fits. */
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { LanguageModelError, UserError } from '../src/domain/errors.ts';
import { deadlineIn } from '../src/lib/deadline.ts';
import type { AskOptions, ChatModel } from '../src/llm/chat-model.ts';
import { QUERY_KEPT_DAYS, queryKey } from '../src/privacy/personal-data.ts';
import type { ButtonId } from '../src/reply/custom-id.ts';
import { reformulatedReply, searchReply } from '../src/reply/paper-list.ts';
import type { Reply } from '../src/reply/reply.ts';
import type { Page, QueryResult } from '../src/retrieval/match.ts';
import { parseQuery } from '../src/retrieval/query/parse.ts';
import type { Query } from '../src/retrieval/query/query.ts';
import { rewriteQuestion } from '../src/retrieval/query/rewrite.ts';
import { searchPapers } from '../src/retrieval/search.ts';
import { KEPT_NEAREST, searchReformulated } from '../src/retrieval/search-reformulated.ts';
import { type Command, EVERYWHERE, type Invoker, PRIVATE_OPTION, type Services } from './command.ts';
import { topicOf } from './message-topic.ts';

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

/** A query as kept for buttons: as typed, with its rewrites; none if the query itself is enough. */
interface KeptQuery {
  readonly typed: string;
  readonly rewrites: readonly string[];
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
      PRIVATE_OPTION,
    ],
  },
  example: '/papers query: making a language model forget what it learned',

  async chatInput({ options, invoker }, services) {
    const { query, count } = optionsSchema.parse(options);
    return search(parseQuery(query), { from: 0, count }, services, invoker, false);
  },

  messageMenu: {
    name: 'Find papers about this',
    answer: async (target, services, invoker) =>
      search(parseQuery(topicOf(target)), { from: 0, count: DEFAULT_COUNT }, services, invoker, false),
  },

  async component(args, services, invoker) {
    const [key, from, count, again] = buttonSchema.parse(args);
    const page = { from, count };
    const { typed, rewrites } = await readKeptQuery(key, services);
    const query = parseQuery(typed);
    if (again) return search(query, page, services, invoker, true);
    const better = rewrites.length > 0 && (await listReformulated(query, rewrites, page, services, invoker));
    return better || listPlainly(await searchPapers(services.engine, query, page), page, services, invoker);
  },
};

/**
 * Shows the plain list. If nothing in it fits, or the person wishes it, and a language model reformulates the query in
 * time, a better list replaces it.
 */
async function search(
  query: Query,
  page: Page,
  services: Services,
  invoker: Invoker,
  isWished: boolean,
): Promise<Reply | AsyncIterable<Reply>> {
  const { engine, languageModel, clock } = services;
  const result = await searchPapers(engine, query, page);
  // Reformulations would search everybody's papers.
  if (!languageModel || query.kind !== 'text' || query.isLong || result.by)
    return listPlainly(result, page, services, invoker);
  if (result.confident && !isWished) return listPlainly(result, page, services, invoker, 'not asked for');
  const plain = await listPlainly(result, page, services, invoker);
  const { personId, serverId } = invoker;
  return (async function* () {
    yield plain;
    const deadline = deadlineIn(clock, isWished ? languageModel.timeoutMs : OTHER_WORDS_WITHIN_MS);
    const options = { usageSubject: { personId, serverId }, signal: deadline.signal };
    const rewrites = await rewrite(languageModel, query.text, options).finally(deadline.cancel);
    const better = rewrites && (await listReformulated(query, rewrites, page, services, invoker));
    yield better || listPlainly(result, page, services, invoker, rewrites ?? 'none in time');
  })();
}

/** `rewrites` found nothing either. */
async function listPlainly(
  result: QueryResult,
  page: Page,
  { personal }: Services,
  { personId }: Invoker,
  rewrites: readonly string[] | 'none in time' | 'not asked for' = [],
): Promise<Reply> {
  const { typed } = result.query;
  const mayAskAgain = rewrites === 'none in time' || (rewrites === 'not asked for' && page.from === 0);
  const mayBePressed = result.hasMore || page.from > 0 || mayAskAgain;
  const plain = asText({ typed, rewrites: [] });
  const key = mayBePressed ? await personal.keepQuery(personId, plain) : queryKey(personId, plain);
  const topics = new Map<string, string>();
  for (const topic of result.topics ?? [])
    topics.set(topic, await personal.keepQuery(personId, asText({ typed: topic, rewrites: [] })));
  return searchReply(result, page, {
    turnTo: (to) => button('turn', key, to),
    askFor: (topic) => button('open', topics.get(topic) ?? '', { from: 0, count: page.count }),
    // A fitting list stays; the reformulated one comes in a message of its own.
    ...(mayAskAgain && { again: button(result.confident ? 'open' : 'turn', key, page, 'again') }),
    ...(typeof rewrites !== 'string' && { alsoSearched: rewrites }),
  });
}

/** Undefined if the rewrites find nothing that fits either. */
async function listReformulated(
  query: Query,
  rewrites: readonly string[],
  page: Page,
  { engine, personal }: Services,
  { personId }: Invoker,
): Promise<Reply | undefined> {
  // Leaves room below the first page for the papers that were there before.
  const shown = { ...page, count: Math.min(page.count, MAX_COUNT - KEPT_NEAREST) };
  const result = await searchReformulated(engine, query, rewrites, shown);
  if (!result) return undefined;
  const key = await personal.keepQuery(personId, asText({ typed: query.typed, rewrites }));
  return reformulatedReply(result, shown, (to) => button('turn', key, to));
}

/** Undefined if the model gives no usable answer in time. */
async function rewrite(
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

/** The query on the first line, a rewrite on each further line. */
const asText = ({ typed, rewrites }: KeptQuery): string =>
  [typed.replace(/\s+/g, ' '), ...rewrites].join('\n');

async function readKeptQuery(key: string, { personal }: Services): Promise<KeptQuery> {
  const text = await personal.query(key);
  if (!text) {
    throw new UserError(
      `I keep questions for ${QUERY_KEPT_DAYS} days, and this one has expired. Please ask it again with /papers.`,
    );
  }
  const [typed = '', ...rewrites] = text.split('\n');
  return { typed, rewrites };
}
