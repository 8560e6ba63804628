/** /trending: what is trending today, this week or this month, on a topic if asked for. */
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { readCategory } from '../src/domain/category.ts';
import { UserError } from '../src/domain/errors.ts';
import { QUERY_KEPT_DAYS, queryKey } from '../src/privacy/personal-data.ts';
import type { ButtonId } from '../src/reply/custom-id.ts';
import type { Reply } from '../src/reply/reply.ts';
import { trendingReply } from '../src/reply/trending.ts';
import type { Page } from '../src/retrieval/match.ts';
import { collapseSpace, truncate } from '../src/text/display.ts';
import { trendingPapers } from '../src/trending/trending.ts';
import { type Command, EVERYWHERE, type Invoker, PRIVATE_OPTION, type Services } from './command.ts';

const COUNT = 5;
const MAX_TOPIC_CHARS = 200;
const MAX_CATEGORY_CHARS = 30;

const period = z.enum(['today', 'week', 'month']);
const optionsSchema = z.object({
  period: period.default('today'),
  topic: z.string().optional(),
  category: z.string().optional(),
});
type Asked = z.infer<typeof optionsSchema>;
const keptSchema = optionsSchema.omit({ period: true });
/** The period, the moment in base 36, the place in the list, and the key of topic and category if there are any. */
const buttonSchema = z.tuple([
  period,
  z.string().regex(/^[a-z0-9]{1,9}$/),
  z.coerce.number().int().min(0),
  z.string(),
]);

export const trending: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'trending',
    description: 'See what is trending, and why',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'period',
        description: 'Today if left out',
        choices: [
          { name: 'today', value: 'today' },
          { name: 'this week', value: 'week' },
          { name: 'this month', value: 'month' },
        ],
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'topic',
        description: 'Only papers on this, in your own words',
        max_length: MAX_TOPIC_CHARS,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'category',
        description: 'Only papers of this arXiv category, such as cs.CL, or cs for all of computer science',
        max_length: MAX_CATEGORY_CHARS,
      },
      PRIVATE_OPTION,
    ],
  },
  example: '/trending period: this week topic: text embeddings',

  async chatInput({ options, invoker }, services) {
    return answer(optionsSchema.parse(options), new Date(services.clock.now()), 0, services, invoker);
  },

  async component(args, services, invoker) {
    // The button of a quiet day's post asks without options.
    if (args.length === 0)
      return answer(optionsSchema.parse({}), new Date(services.clock.now()), 0, services, invoker);
    const pressed = buttonSchema.safeParse(args);
    if (!pressed.success) throw new UserError('That list is an old one. Please ask again with /trending.');
    const [ofPeriod, moment, from, key] = pressed.data;
    const kept = key ? await services.personal.query(key) : '{}';
    if (!kept) {
      throw new UserError(
        `I keep a topic for ${QUERY_KEPT_DAYS} days, and this one is gone. Please ask again with /trending.`,
      );
    }
    const asked = { period: ofPeriod, ...keptSchema.parse(JSON.parse(kept)) };
    return answer(asked, new Date(Number.parseInt(moment, 36)), from, services, invoker);
  },
};

async function answer(
  asked: Asked,
  asOf: Date,
  from: number,
  { engine, personal }: Services,
  { personId }: Invoker,
): Promise<Reply> {
  const { topic, category } = asked;
  const asArxivHasIt = category === undefined ? undefined : readCategory(category);
  if (category !== undefined && asArxivHasIt === undefined) {
    throw new UserError(
      `“${truncate(collapseSpace(category), MAX_CATEGORY_CHARS)}” isn't an arXiv category. Try cs.CL (language), cs.LG (learning) or cs (all of computer science).`,
    );
  }
  const page = { from, count: COUNT };
  const request = {
    period: asked.period,
    asOf,
    topics: topic === undefined ? [] : [topic],
    categories: asArxivHasIt === undefined ? [] : [asArxivHasIt],
  };
  const found = await trendingPapers(engine, request, page);
  const kept = JSON.stringify({ topic, category });
  const key = kept === '{}' ? '' : queryKey(personId, kept);
  if (key && (found.hasMore || from > 0)) await personal.keepQuery(personId, kept);
  const turnTo = (to: Page): ButtonId => ({
    kind: 'turn',
    command: 'trending',
    args: [asked.period, asOf.getTime().toString(36), `${to.from}`, key],
  });
  return trendingReply(found, request, page, turnTo);
}
