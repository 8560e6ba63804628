/** The words that the daily post has in every form: as Components V2, as a plain message, as a mail and as a feed. */
import type { ComposedPost, Quiet } from '../delivery/compose.ts';
import type { SubscriptionNews } from '../delivery/poster.ts';
import { SOURCES } from '../domain/source.ts';
import type { Subscription, Target } from '../domain/subscription.ts';
import { collapseSpace } from '../text/display.ts';
import { formatDay } from './card.ts';
import { channelMention } from './digest.ts';
import { escapedWithin } from './escaped.ts';
import { noticeSentence } from './notice.ts';
import type { Reply } from './reply.ts';

const MAX_ABOUT_CHARS = 200;
const MAX_NOTICES = 2;
const MAX_NOTICE_CHARS = 200;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A list without papers says so in one line. */
export const QUIET: Readonly<Record<Quiet, string>> = {
  'no-list': 'No list has come in yet. I check every hour.',
  'nothing-fits': 'Nothing new today that fits.',
  posted: "Nothing new today – you've already seen everything that's trending.",
};

export const BUNDLED = "Sample papers: I haven't fetched today's list yet.";

/** "Mon 2 Jun 2025" */
export const formatWeekday = (day: string): string =>
  `${WEEKDAYS[new Date(day).getUTCDay()]} ${formatDay(day)}`;

/** "Mon 2 Jun", which fits on one line of a phone. */
export const shortWeekday = (day: string): string => formatWeekday(day).replace(/ \d{4}$/, '');

export type PostFor = Pick<
  Subscription,
  'id' | 'cadence' | 'topics' | 'categories' | 'showsPicture' | 'mentionedRole'
>;

export const postTitle = ({ cadence }: Pick<Subscription, 'cadence'>): string =>
  cadence === 'weekly' ? 'Best of the week' : 'Trending papers';

/** Small print under the heading: where the papers come from, what they are about, and what looks wrong with the list. */
export function remarks(
  { topics, categories }: PostFor,
  { day, list, papers, notices }: ComposedPost,
): string[] {
  const about = [topics.join('; '), categories.join(', ')].filter(Boolean).join(' · ');
  const origin = papers.length > 0 ? [listName(list)] : [];
  const lines = [
    [
      ...origin,
      ...(about && papers.length > 0
        ? [`About ${escapedWithin(collapseSpace(about), MAX_ABOUT_CHARS)}`]
        : []),
    ].join(' · '),
    ...notices
      .slice(0, MAX_NOTICES)
      .map((notice) => escapedWithin(collapseSpace(noticeSentence(notice, day)), MAX_NOTICE_CHARS)),
  ];
  return lines.filter(Boolean).map((line) => `-# ${line}`);
}

/** "Hugging Face daily papers, 25 Sep 2025" */
function listName({ source, day }: ComposedPost['list']): string {
  if (source === 'bundled') return BUNDLED;
  return [SOURCES[source].dailyList.title, ...(day === undefined ? [] : [formatDay(day)])].join(', ');
}

export const threadName = (day: string): string => `Trending papers, ${formatDay(day)}`;

/** The direct message to whoever made a subscription. */
export function newsReply(news: SubscriptionNews): Reply {
  switch (news.kind) {
    case 'stopped':
      return { content: stoppedText(news.subscription.target, news.reason) };
    case 'confirmation-failed':
      return {
        content: `I couldn't send the confirmation mail: ${news.reason}. Nothing is subscribed. Check the address, then run \`/digest email\` again.`,
      };
  }
}

function stoppedText(target: Target, reason: string): string {
  const where = {
    channel: () => (target.kind === 'channel' ? ` in ${channelMention(target)}` : ''),
    direct: () => '',
    email: () => ' by email',
  }[target.kind]();
  return `Your daily papers${where} have stopped: ${reason}. Once that is fixed, \`/digest resume\` starts them again.`;
}
