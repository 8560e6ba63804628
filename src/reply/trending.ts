/** Trending papers as a message. */
import { SOURCES } from '../domain/source.ts';
import { utcDay } from '../lib/days.ts';
import type { Page } from '../retrieval/match.ts';
import type { Trending, TrendingRequest } from '../trending/trending.ts';
import { listRows } from './buttons.ts';
import { formatDay } from './card.ts';
import type { ButtonId } from './custom-id.ts';
import { escapedWithin } from './escaped.ts';
import { listLayout } from './list-layout.ts';
import { noticeSentence } from './notice.ts';
import { neighbours } from './paper-list.ts';
import type { Reply } from './reply.ts';
import { describeWhy } from './why.ts';

const PERIODS = { today: 'today', week: 'this week', month: 'this month' } as const;
const MAX_QUOTED_CHARS = 150;
const MAX_NOTICE_CHARS = 300;

export function trendingReply(
  trending: Trending,
  request: TrendingRequest,
  page: Page,
  turnTo: (page: Page) => ButtonId,
): Reply {
  const today = utcDay(request.asOf.getTime());
  const notices = trending.notices.map(
    (notice) => `-# ${escapedWithin(noticeSentence(notice, today), MAX_NOTICE_CHARS)}`,
  );
  if (trending.papers.length === 0)
    return listLayout([nothing(request, page), ...notices].join('\n'), { cards: [], explains: false }, []);
  const cards = trending.papers.map(({ paper, rank, sentence, why }) => ({
    paper,
    rank,
    gist: sentence,
    words: [],
    note: describeWhy(why, today) || undefined,
  }));
  const rows = listRows(neighbours(page, trending.hasMore, turnTo));
  return listLayout([heading(trending, request), ...notices].join('\n'), { cards, explains: true }, rows);
}

function heading({ source, day, size }: Trending, request: TrendingRequest): string {
  const about = within(request);
  if (source === 'bundled') {
    return `**Trending papers**${about} from the list that comes with Paperboy: ${size} ${size === 1 ? 'paper' : 'papers'}, of no particular day. No other source has been read yet.`;
  }
  const upTo = day ? ` up to ${formatDay(day)}` : '';
  return `**Trending ${PERIODS[request.period]}**${about}, from ${SOURCES[source].dailyList.title}${upTo}`;
}

function nothing(request: TrendingRequest, { from }: Page): string {
  const what = `Nothing ${from > 0 ? 'more ' : ''}is trending ${PERIODS[request.period]}${within(request)}.`;
  if (from > 0) return what;
  const isNarrow = Boolean(request.topics?.length || request.categories?.length);
  const longer = request.period === 'month' ? '' : ' Try a longer period.';
  return `${what}${isNarrow ? `${longer || ' Try other words,'} ${longer ? 'Or look' : 'or look'} through all papers with /papers.` : longer}`;
}

function within({ topics = [], categories = [] }: TrendingRequest): string {
  const on = topics
    .map((topic) => `“${escapedWithin(topic.replace(/\s+/g, ' '), MAX_QUOTED_CHARS)}”`)
    .join(' or ');
  const of = categories.map((category) => escapedWithin(category, MAX_QUOTED_CHARS)).join(' or ');
  return `${on && ` on ${on}`}${of && ` in ${of}`}`;
}
