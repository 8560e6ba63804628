/** The daily post without Components V2: for quiet days, and for servers that refuse them. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { ComposedPost } from '../delivery/compose.ts';
import { nativeId } from '../domain/person.ts';
import { SENTENCE_ROOM } from '../summary/one-sentence.ts';
import { collapseSpace } from '../text/display.ts';
import type { TrendingPaper } from '../trending/trending.ts';
import { BRAND_COLOUR } from './card.ts';
import { formatButtonId, postMarker } from './custom-id.ts';
import { escapedSentence, escapedWithin } from './escaped.ts';
import { linkedTitle, paperMenuRow } from './paper-menu.ts';
import { formatWeekday, type PostFor, postTitle, QUIET, remarks } from './post-text.ts';
import type { Reply } from './reply.ts';
import { describeWhy } from './why.ts';

/** Discord's limit on an embed's description: https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const MAX_LIST_CHARS = 4_096;
const MAX_WHY_CHARS = 80;
// Somewhat more than the sentence itself, for backslashes.
const MAX_SENTENCE_CHARS = SENTENCE_ROOM + 20;

/** The post as a message with an embed and a menu, or on a quiet day as one line with a button. */
export function plainPostReply(subscription: PostFor, composed: ComposedPost): Reply {
  const { day, papers, quiet = 'posted' } = composed;
  const marker = postMarker(subscription.id, day);
  const small = remarks(subscription, composed);
  if (papers.length === 0) {
    const line = `**${postTitle(subscription)}** · ${formatWeekday(day)}: ${QUIET[quiet]}`;
    return { content: [line, ...small].join('\n'), components: [moreRow(marker)] };
  }
  const between = '\n\n';
  const maxChars = Math.floor(MAX_LIST_CHARS / papers.length) - between.length;
  const description = papers.map((paper) => paperLines(paper, day, maxChars)).join(between);
  const role = subscription.mentionedRole && nativeId('discord', subscription.mentionedRole);
  return {
    ...(role && { mentionedRole: role }),
    content: [
      ...(role ? [`<@&${role}>`] : []),
      `**${postTitle(subscription)}** · ${formatWeekday(day)}`,
      ...small,
    ].join('\n'),
    embeds: [{ color: BRAND_COLOUR, description }],
    components: [paperMenuRow(marker, papers)],
  };
}

/** The title, what is new, and why it trends; the sentence takes the room that the others leave. */
function paperLines(trending: TrendingPaper, day: string, maxChars: number): string {
  const { paper, rank, sentence } = trending;
  const heading = `**${rank}. ${linkedTitle(paper)}**`;
  const why = describeWhy(trending.why, day);
  const reason = why && `-# ${escapedWithin(why, MAX_WHY_CHARS)}`;
  const room = maxChars - heading.length - reason.length - 2;
  const gist = sentence && escapedSentence(collapseSpace(sentence), Math.min(MAX_SENTENCE_CHARS, room));
  return [heading, gist, reason].filter(Boolean).join('\n');
}

/** Leads to all that is trending, and carries the marker by which the post is found again. */
export const moreRow = (marker: string): APIActionRowComponent<APIButtonComponent> => ({
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label: "See what's trending",
      custom_id: `${marker}|${formatButtonId({ kind: 'open', command: 'trending', args: [] })}`,
    },
  ],
});
