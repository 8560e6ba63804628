/** The daily post as a message with Components V2, made to be read on a phone whatever the papers are called. */
import {
  type APIComponentInContainer,
  type APISectionComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { ComposedPost } from '../delivery/compose.ts';
import type { Paper } from '../domain/paper.ts';
import { nativeId } from '../domain/person.ts';
import { SOURCES } from '../domain/source.ts';
import { SENTENCE_ROOM } from '../summary/one-sentence.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import type { TrendingPaper } from '../trending/trending.ts';
import { BRAND_COLOUR, shortAuthors } from './card.ts';
import { formatButtonId, postMarker } from './custom-id.ts';
import { escapedSentence, escapedWithin } from './escaped.ts';
import { asLinkTarget, linkedTitle } from './paper-menu.ts';
import { moreRow, plainPostReply } from './plain-post.ts';
import { type PostFor, postTitle, remarks, shortWeekday } from './post-text.ts';
import type { Reply } from './reply.ts';
import { type WhyPart, whyParts } from './why.ts';

/** Discord's limit on all texts of a message together: https://docs.discord.com/developers/components/reference */
const MAX_TEXT_CHARS = 4_000;
/** With more papers, lines between them would exceed the 40 components that a message may have. */
const MAX_SEPARATED = 8;
const MAX_PAPER_CHARS = 700;
const MAX_MENTION_CHARS = 30;
// Somewhat more than the sentence itself, for backslashes.
const MAX_SENTENCE_CHARS = SENTENCE_ROOM + 20;
const MAX_AUTHORS_CHARS = 60;
const MAX_WHY_CHARS = 90;
const MAX_LINK_CHARS = 120;
const MAX_TOPIC_CHARS = 60;
const MAX_PICTURE_TEXT_CHARS = 200;

/** The subscription's post, which carries a marker by which it can be found again. A quiet day's post is one line. */
export function postReply(subscription: PostFor, composed: ComposedPost): Reply {
  const { day, papers } = composed;
  if (papers.length === 0) return plainPostReply(subscription, composed);
  const heading = [
    `## ${postTitle(subscription)} · ${shortWeekday(day)}`,
    ...remarks(subscription, composed),
  ].join('\n');
  const maxChars = Math.min(
    MAX_PAPER_CHARS,
    Math.floor((MAX_TEXT_CHARS - MAX_MENTION_CHARS - heading.length) / papers.length),
  );
  const isGrouped = subscription.topics.length > 1;
  const placed = groupByTopic(papers, isGrouped);
  const components: APIComponentInContainer[] = [{ type: ComponentType.TextDisplay, content: heading }];
  for (const [i, { trending, topic }] of placed.entries()) {
    if (i === 0 || papers.length <= MAX_SEPARATED) components.push({ type: ComponentType.Separator });
    const text = [
      ...(topic === undefined ? [] : [`### ${escapedWithin(collapseSpace(topic), MAX_TOPIC_CHARS)}`]),
      paperText(trending, i + 1, day, isGrouped ? maxChars - MAX_TOPIC_CHARS - 5 : maxChars - 1),
    ].join('\n');
    const isPictured = subscription.showsPicture && trending.rank === 1;
    components.push(...paperComponents(trending, i + 1, text, isPictured));
  }
  components.push(moreRow(postMarker(subscription.id, day)));
  const container = { type: ComponentType.Container, accent_color: BRAND_COLOUR, components } as const;
  const role = subscription.mentionedRole && nativeId('discord', subscription.mentionedRole);
  if (!role) return { layout: [container] };
  return {
    layout: [{ type: ComponentType.TextDisplay, content: `<@&${role}>` }, container],
    mentionedRole: role,
  };
}

interface Placed {
  readonly trending: TrendingPaper;
  /** The topic, at the first paper of each. */
  readonly topic: string | undefined;
}

/** The papers in their order, or topic by topic, the topic of the best paper first. */
function groupByTopic(papers: readonly TrendingPaper[], isGrouped: boolean): Placed[] {
  if (!isGrouped) return papers.map((trending) => ({ trending, topic: undefined }));
  const groups = new Map<string, TrendingPaper[]>();
  for (const trending of papers) {
    const topic = trending.why.topic ?? '';
    groups.set(topic, [...(groups.get(topic) ?? []), trending]);
  }
  return [...groups].flatMap(([topic, own]) =>
    own.map((trending, i) => ({ trending, topic: i === 0 && topic ? topic : undefined })),
  );
}

/** The text with a button beside it; the top paper has its picture there, and the button below. */
function paperComponents(
  { paper, picture }: TrendingPaper,
  number: number,
  text: string,
  isPictured: boolean,
): APIComponentInContainer[] {
  const button = {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: `Open ${number}`,
    custom_id: formatButtonId({ kind: 'open', command: 'summary', args: [paper.id] }),
  } as const;
  const section = (accessory: APISectionComponent['accessory']): APISectionComponent => ({
    type: ComponentType.Section,
    components: [{ type: ComponentType.TextDisplay, content: text }],
    accessory,
  });
  if (!isPictured || !picture?.startsWith('https://')) return [section(button)];
  const description = truncate(`Picture of “${collapseSpace(paper.title)}”`, MAX_PICTURE_TEXT_CHARS);
  return [
    section({ type: ComponentType.Thumbnail, media: { url: picture }, description }),
    { type: ComponentType.ActionRow, components: [button] },
  ];
}

/** The title, authors, what is new, and why it trends; where room is short the sentence goes before links and authors. */
function paperText(trending: TrendingPaper, number: number, day: string, maxChars: number): string {
  const { paper, sentence } = trending;
  const heading = `**${number}. ${linkedTitle(paper)}**`;
  const parts = whyParts(trending.why, day);
  let room = maxChars - heading.length;
  const take = (line: string): string => {
    if (line.length + 1 > room) return '';
    room -= line.length + 1;
    return line;
  };
  const gist =
    sentence && take(escapedSentence(collapseSpace(sentence), Math.min(MAX_SENTENCE_CHARS, room - 1)));
  const plain = small(truncate(parts.map(({ text }) => text).join(', '), MAX_WHY_CHARS));
  const reason = take(small(linkedWhy(parts, trending))) || take(plain);
  const authors = take(small(escapedWithin(shortAuthors(paper), MAX_AUTHORS_CHARS)));
  return [heading, authors, gist, reason].filter(Boolean).join('\n');
}

const small = (line: string): string => line && `-# ${line}`;

/** Why it trends, with links to its code and to where people discuss it. */
function linkedWhy(parts: readonly WhyPart[], { paper, source, why }: TrendingPaper): string {
  const discussion = discussionUrl(paper, source);
  const plain = parts.filter(({ about }) => about === 'attention').map(({ text }) => text);
  const code = parts.find(({ about }) => about === 'code')?.text;
  const talk = why.comments ? parts.find(({ about }) => about === 'discussion')?.text : undefined;
  return [
    plain.join(', '),
    code && linkTo(code, paper.repository),
    discussion ? linkTo(talk ?? 'discussion', discussion) : talk,
  ]
    .filter(Boolean)
    .join(' · ');
}

function discussionUrl(paper: Paper, source: TrendingPaper['source']): string | undefined {
  if (source === 'bundled' || paper.id.startsWith('local:')) return undefined;
  return SOURCES[source].dailyList.discussionUrl(paper.id);
}

function linkTo(text: string, url: string | undefined): string {
  const target = url && asLinkTarget(url);
  const isFit = target && target.length <= MAX_LINK_CHARS && !/[\s<>]/.test(target);
  return isFit ? `[${text}](${target})` : text;
}
