/** /trending: the newest list of trending papers. */
import { z } from 'zod';
import type { Listing } from '../src/paper.ts';
import type { ButtonId } from '../src/reply/custom-id.ts';
import type { Reply } from '../src/reply/reply.ts';
import { trendingReply } from '../src/reply/trending.ts';
import type { Library } from '../src/search/library.ts';
import type { Page } from '../src/search/match.ts';
import { trendingPapers } from '../src/trending/trending.ts';
import { type Command, EVERYWHERE } from './command.ts';

const COUNT = 5;
const buttonSchema = z.tuple([
  z.enum(['bundled', 'hugging-face']),
  z.string(),
  z.coerce.number().int().min(0),
]);

export const trending: Command = {
  definition: { ...EVERYWHERE, name: 'trending', description: 'See the newest list of trending papers' },
  example: '/trending',

  async run(_asked, { library }) {
    return answer(library, undefined, 0);
  },

  async press(args, { library }) {
    // A quiet day's post leads to whatever is trending by then.
    if (args.length === 0) return answer(library, undefined, 0);
    const [source, day, from] = buttonSchema.parse(args);
    return answer(library, { source, day: day || undefined }, from);
  },
};

async function answer(
  library: Library,
  named: Pick<Listing, 'source' | 'day'> | undefined,
  from: number,
): Promise<Reply> {
  const page = { from, count: COUNT };
  const found = await trendingPapers(library, named, page);
  const turnTo = (to: Page): ButtonId => ({
    kind: 'turn',
    command: 'trending',
    args: [found.source, found.day ?? '', `${to.from}`],
  });
  return trendingReply(found, page, turnTo);
}
