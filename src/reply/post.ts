/** The daily post as a message: one that reads well on a phone, whatever the papers are called. */
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { ComposedPost, Quiet } from '../delivery/compose.ts';
import type { SubscriptionNews } from '../delivery/poster.ts';
import { paperUrl } from '../domain/paper.ts';
import type { Subscription, Target } from '../domain/subscription.ts';
import { SENTENCE_ROOM } from '../summary/one-sentence.ts';
import { collapseSpace } from '../text/display.ts';
import type { TrendingPaper } from '../trending/trending.ts';
import { BRAND_COLOUR, formatDay } from './card.ts';
import { formatButtonId, postMarker } from './custom-id.ts';
import { channelMention } from './digest.ts';
import { escapedSentence, escapedWithin } from './escaped.ts';
import { noticeSentence } from './notice.ts';
import { asLinkTarget, asLinkText, paperMenuRow } from './paper-menu.ts';
import type { Reply } from './reply.ts';
import { describeWhy } from './why.ts';

/** Of an embed's description; https://docs.discord.com/developers/resources/message#embed-object-embed-limits. */
const MAX_LIST_CHARS = 4096;
const MAX_TITLE_CHARS = 110;
const MAX_URL_CHARS = 130;
const MAX_WHY_CHARS = 80;
// Some more than the sentence itself, for backslashes.
const MAX_SENTENCE_CHARS = SENTENCE_ROOM + 20;
const MAX_ABOUT_CHARS = 200;
const MAX_NOTICE_CHARS = 300;
const MAX_NOTICES = 5;

type Row = NonNullable<Reply['components']>[number];

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What a list without papers says. */
export const QUIET: Readonly<Record<Quiet, string>> = {
  'no-list': 'No list has come in yet. I look again every hour.',
  'nothing-fits': 'Nothing new came today that fits.',
  posted: 'Nothing new came today: all that is trending stood here before.',
};

export const BUNDLED = 'From the list that comes with Paperboy, as no source has been read yet.';

/** "Mon 2 Jun 2025" */
export const formatWeekday = (day: string): string =>
  `${WEEKDAYS[new Date(day).getUTCDay()]} ${formatDay(day)}`;

export type PostFor = Pick<Subscription, 'id' | 'topics' | 'categories'>;

/** The subscription's post; its marker stands in it, so that it can be found again. */
export function postReply(subscription: PostFor, composed: ComposedPost): Reply {
  const { day, papers, notices, isBundled, quiet } = composed;
  const about = [subscription.topics.join(', '), subscription.categories.join(', ')].filter(Boolean);
  const content = [
    `**Trending papers** · ${formatWeekday(day)}`,
    ...(about.length > 0
      ? [`-# On ${escapedWithin(collapseSpace(about.join(' · ')), MAX_ABOUT_CHARS)}`]
      : []),
    ...(isBundled ? [`-# ${BUNDLED}`] : []),
    ...notices
      .slice(0, MAX_NOTICES)
      .map((notice) => `-# ${escapedWithin(collapseSpace(noticeSentence(notice, day)), MAX_NOTICE_CHARS)}`),
    ...(quiet ? [QUIET[quiet]] : []),
  ].join('\n');
  const marker = postMarker(subscription.id, day);
  if (papers.length === 0) return { content, components: [quietRow(marker)] };
  return {
    content,
    embeds: [{ color: BRAND_COLOUR, description: listOf(papers, day) }],
    components: [paperMenuRow(marker, papers)],
  };
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

function listOf(papers: readonly TrendingPaper[], day: string): string {
  const between = '\n\n';
  const maxChars = Math.floor(MAX_LIST_CHARS / papers.length) - between.length;
  return papers.map((paper) => paperLines(paper, day, maxChars)).join(between);
}

/** "**1. [Title](address)**", what was done, and why it trends; the sentence takes what room the others leave. */
function paperLines(told: TrendingPaper, day: string, maxChars: number): string {
  const { paper, rank, sentence } = told;
  const title = escapedWithin(asLinkText(paper.title), MAX_TITLE_CHARS) || 'Untitled';
  const url = asLinkTarget(
    paperUrl({ id: paper.id, title: [...collapseSpace(paper.title)].slice(0, 50).join('') }),
  );
  const heading = url.length > MAX_URL_CHARS ? `**${rank}. ${title}**` : `**${rank}. [${title}](${url})**`;
  const why = describeWhy(told.why, day);
  const reason = why && `-# ${escapedWithin(why, MAX_WHY_CHARS)}`;
  const room = maxChars - heading.length - reason.length - 2;
  const gist = sentence && escapedSentence(collapseSpace(sentence), Math.min(MAX_SENTENCE_CHARS, room));
  return [heading, gist, reason].filter(Boolean).join('\n');
}

/** A quiet day has no menu; this button carries the marker, and leads to what there is. */
function quietRow(marker: string): Row {
  const button = { kind: 'open', command: 'trending', args: [] } as const;
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.Button,
        style: ButtonStyle.Secondary,
        label: "See what's trending",
        custom_id: `${marker}|${formatButtonId(button)}`,
      },
    ],
  };
}
