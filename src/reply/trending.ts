/** The trending list as a message. */
import type { Page } from '../search/match.ts';
import type { TrendingPage } from '../trending/trending.ts';
import { listRows } from './buttons.ts';
import { cardEmbeds, formatDay } from './card.ts';
import type { ButtonId } from './custom-id.ts';
import { neighbours } from './paper-list.ts';
import type { Reply } from './reply.ts';

const SOURCE_NAMES = {
  bundled: 'the list that comes with Paperboy',
  'hugging-face': 'Hugging Face daily papers',
} as const;

export function trendingReply(trending: TrendingPage, page: Page, turnTo: (page: Page) => ButtonId): Reply {
  const cards = trending.papers.map((paper) => ({ ...paper, words: [] }));
  return {
    content: heading(trending),
    embeds: cardEmbeds(cards),
    components: listRows(cards, neighbours(page, trending.hasMore, turnTo)),
  };
}

function heading({ source, day, size }: TrendingPage): string {
  return day
    ? `**Trending papers** of ${formatDay(day)}, from ${SOURCE_NAMES[source]}`
    : `**Trending papers** from ${SOURCE_NAMES[source]}: ${size} papers, of no particular day. No other source has been read yet.`;
}
