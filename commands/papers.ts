/** /papers: finds papers on a topic. */
import { createHash } from 'node:crypto';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { UserError } from '../src/errors.ts';
import type { ButtonId } from '../src/reply/custom-id.ts';
import { searchReply } from '../src/reply/paper-list.ts';
import type { Reply } from '../src/reply/reply.ts';
import type { Library } from '../src/search/library.ts';
import type { Page } from '../src/search/match.ts';
import { searchPapers } from '../src/search/search.ts';
import { type Command, EVERYWHERE } from './command.ts';

const DEFAULT_COUNT = 5;
const MAX_COUNT = 10;
const KEPT_DAYS = 90;

const optionsSchema = z.object({
  query: z.string(),
  count: z.int().min(1).max(MAX_COUNT).default(DEFAULT_COUNT),
});
const buttonSchema = z.tuple([
  z.string(),
  z.coerce.number().int().min(0),
  z.coerce.number().int().min(1).max(MAX_COUNT),
]);

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
        description: `How many to show at once; ${DEFAULT_COUNT} if left out`,
        min_value: 1,
        max_value: MAX_COUNT,
      },
    ],
  },
  example: '/papers query: making prompts shorter without losing quality',

  async run({ options }, { library }) {
    const { query, count } = optionsSchema.parse(options);
    return answer(library, query, { from: 0, count });
  },

  async press(args, { library }) {
    const [key, from, count] = buttonSchema.parse(args);
    const query = await library.questions.get(key);
    if (!query) {
      throw new UserError(
        `I keep a question for ${KEPT_DAYS} days, and this one is gone. Please ask it again with /papers.`,
      );
    }
    return answer(library, query, { from, count });
  },
};

async function answer(library: Library, query: string, page: Page): Promise<Reply> {
  const result = await searchPapers(library, query, page);
  const keep = (question: string) => library.questions.set(keyOf(question), question, KEPT_DAYS * 86_400_000);
  if (result.hasMore || page.from > 0) await keep(query);
  for (const topic of result.topics ?? []) await keep(topic);
  const button = (kind: ButtonId['kind'], question: string, { from, count }: Page): ButtonId => ({
    kind,
    command: 'papers',
    args: [keyOf(question), `${from}`, `${count}`],
  });
  return searchReply(
    query,
    result,
    page,
    (to) => button('turn', query, to),
    (topic) => button('open', topic, { from: 0, count: page.count }),
  );
}

const keyOf = (question: string): string =>
  createHash('sha256').update(question).digest('base64url').slice(0, 16);
