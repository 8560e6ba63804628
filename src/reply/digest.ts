/** Shows people their subscriptions: where, when and what, and the next step. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { nativeId } from '../domain/person.ts';
import type { ChannelId, Place, ServerId } from '../domain/place.ts';
import type { Subscription } from '../domain/subscription.ts';
import { truncate } from '../text/display.ts';
import { BRAND_COLOUR } from './card.ts';
import { formatButtonId } from './custom-id.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

/** The origin of a time zone that a person didn't name. */
export type ZoneOrigin = 'earlier' | 'language' | 'default';
type Happened = 'made' | 'asked' | 'changed' | 'paused' | 'resumed' | 'shown';

const MAX_TOPIC_CHARS = 100;
const MAX_LISTED_TOPICS_CHARS = 60;
// With more, a list of the longest lines would not fit into an embed; the menu below it tells the topics as well.
const MAX_LISTED_WITH_TOPICS = 15;
const MAX_REASON_CHARS = 200;
// Discord's limits: https://discord.com/developers/docs/components/reference#string-select.
const MAX_MENU_OPTIONS = 25;
const MAX_LABEL_CHARS = 100;
const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** One subscription, after something happened to it. */
export function digestReply(
  happened: Happened,
  subscription: Subscription,
  next: Date | undefined,
  zoneOrigin?: ZoneOrigin,
): Reply {
  const { target, timeZone } = subscription;
  const openings: Record<Happened, string> = {
    made: `**Done:** ${whoGets(subscription)} papers ${scheduleOf(subscription)}.`,
    asked:
      '**Almost there.** A mail is on its way to that address: open its link and press Confirm within 48 hours. If it does not arrive, check the junk folder.',
    changed: '**Changed.**',
    paused: '**Paused.** Nothing is posted until you resume it.',
    resumed: '**Resumed.**',
    shown: '',
  };
  const step = {
    made: '`/digest preview` shows what it would post now; `/digest edit` changes it.',
    asked: '`/digest preview` shows what it would send now.',
    changed: '`/digest preview` shows what it would post now.',
    paused: '',
    resumed: '',
    shown: '`/digest edit` changes it, `/digest remove` deletes it.',
  }[happened];
  const from = zoneOrigin && zoneNote(zoneOrigin, timeZone, target.kind);
  return {
    ...(openings[happened] && { content: openings[happened] }),
    embeds: [
      {
        color: BRAND_COLOUR,
        description: [
          describe(subscription, next),
          ...[from, step].filter(Boolean).map((line) => `-# ${line}`),
        ].join('\n'),
      },
    ],
    components: [stateRow(subscription)],
  };
}

/** A subscription that a new one would repeat. `key` leads to what was typed; undefined if that changes nothing. */
export function duplicateReply(
  subscription: Subscription,
  next: Date | undefined,
  key: string | undefined,
): Reply {
  const offer = key === undefined ? '' : ' Change it to what you typed, or leave it as it is?';
  const button: APIButtonComponent = {
    type: ComponentType.Button,
    style: ButtonStyle.Primary,
    label: 'Change it',
    custom_id: formatButtonId({
      kind: 'turn',
      command: 'digest',
      args: ['apply', subscription.id, key ?? ''],
    }),
  };
  return {
    content: `**There is one already:** ${whoGets(subscription)} papers ${scheduleOf(subscription)}.${offer}`,
    embeds: [{ color: BRAND_COLOUR, description: describe(subscription, next) }],
    components: [
      ...(key === undefined ? [] : [{ type: ComponentType.ActionRow as const, components: [button] }]),
      stateRow(subscription),
    ],
  };
}

/** All that a person can change, with a menu to look at one. */
export function digestListReply(
  items: readonly { readonly subscription: Subscription; readonly next: Date | undefined }[],
  {
    serverId,
    mayManageServer,
  }: { readonly serverId: ServerId | undefined; readonly mayManageServer: boolean },
  names: ReadonlyMap<ChannelId, string> = new Map(),
): Reply {
  if (items.length === 0) {
    return {
      content:
        serverId && mayManageServer
          ? 'There are no subscriptions here yet. `/digest subscribe` brings trending papers to a channel, `/digest me` to your direct messages.'
          : 'You have no subscription yet. `/digest me` brings trending papers to your direct messages.',
    };
  }
  const hidden = items.length - MAX_MENU_OPTIONS;
  const shown = items.slice(0, MAX_MENU_OPTIONS);
  const embed: APIEmbed = {
    color: BRAND_COLOUR,
    title: items.length === 1 ? 'One subscription' : `${items.length} subscriptions`,
    description: shown
      .map(
        ({ subscription, next }, i) =>
          `${i + 1}. ${listLine(subscription, next, shown.length <= MAX_LISTED_WITH_TOPICS)}`,
      )
      .join('\n'),
    ...(hidden > 0 && {
      footer: { text: `and ${hidden} more: find them with the subscription option` },
    }),
  };
  const menu: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: formatButtonId({ kind: 'open', command: 'digest', args: ['show'] }),
    placeholder: 'Look at one, pause it or preview it',
    options: shown.map(({ subscription }, i) => ({
      label: truncate(
        `${i + 1}. ${placeName(subscription, names)}, ${scheduleOf(subscription)}`,
        MAX_LABEL_CHARS,
      ),
      value: subscription.id,
      ...(subscription.topics.length > 0 && {
        description: truncate(subscription.topics.join('; '), MAX_LABEL_CHARS),
      }),
    })),
  };
  return { embeds: [embed], components: [{ type: ComponentType.ActionRow, components: [menu] }] };
}

/** `others` is how many subscriptions are left in the same place. */
export function removedReply(subscription: Subscription, others: number): Reply {
  const command = { channel: 'subscribe', direct: 'me', email: 'email' }[subscription.target.kind];
  const where = whereOf(subscription);
  const left =
    others === 0
      ? `Nothing more comes ${where}.`
      : `${others === 1 ? 'Another subscription' : `${others} other subscriptions`} ${where} ${others === 1 ? 'goes' : 'go'} on.`;
  return { content: `**Removed.** ${left} \`/digest ${command}\` makes a new one.` };
}

/** "#papers", "Your direct messages" or "Your email". */
export function placeName({ target }: Subscription, names: ReadonlyMap<ChannelId, string>): string {
  switch (target.kind) {
    case 'channel':
      return `#${names.get(target.channelId) ?? 'a channel'}`;
    case 'direct':
      return 'Your direct messages';
    case 'email':
      return 'Your email';
  }
}

/** "every day", "on weekdays", "at weekends", or "on Mon, Wed and Fri". */
export function describeDays(days: readonly number[]): string {
  const key = days.join('');
  if (key === '1234567') return 'every day';
  if (key === '12345') return 'on weekdays';
  if (key === '67') return 'at weekends';
  return `on ${joined(
    days.map((day) => DAY_NAMES[day - 1] ?? ''),
    'and',
  )}`;
}

function describe(subscription: Subscription, next: Date | undefined): string {
  const { size, topics, categories, lagDays, isSilentWhenQuiet, opensThread } = subscription;
  const { cadence, isPublished, mentionedRole } = subscription;
  const papers = size === 1 ? 'The top paper' : `Up to ${size} papers`;
  const ages = ["today's list", "yesterday's list"];
  const about = topics.length > 0 ? ` about ${joined(topics.map(quoted), 'or')}` : '';
  const within = categories.length > 0 ? ` in ${joined(categories, 'or')}` : '';
  const quiet = isSilentWhenQuiet
    ? "If there's nothing new, I stay silent."
    : "If there's nothing new, I say so in one line.";
  return [
    `**Where** ${whereOf(subscription)}`,
    `**When** ${scheduleOf(subscription)}`,
    `**What** ${papers}${about}${within}, ${cadence === 'weekly' ? 'the best of seven days' : `from ${ages[lagDays] ?? `the list of ${lagDays} days earlier`}`}. ${quiet}${
      opensThread ? ' Each post opens a thread.' : ''
    }${isPublished ? ' Each post is published to the servers that follow the channel.' : ''}${
      mentionedRole ? ` Each post mentions <@&${nativeId('discord', mentionedRole)}>.` : ''
    }`,
    `**Next** ${stateOf(subscription, next)}`,
  ].join('\n');
}

function listLine(subscription: Subscription, next: Date | undefined, withTopics: boolean): string {
  const { topics, state } = subscription;
  const about =
    withTopics && topics.length > 0 ? ` · ${escapedWithin(topics.join('; '), MAX_LISTED_TOPICS_CHARS)}` : '';
  const coming = next ? `next ${timestamp(next, 'R')}` : state.kind;
  return `${whereOf(subscription)}, ${scheduleOf(subscription)}${about} · ${coming}`;
}

/** A channel's name, as a link to it. */
export const channelMention = ({ channelId }: Pick<Place, 'channelId'>): string =>
  `<#${nativeId('discord', channelId)}>`;

/** "#papers gets its", as a link, or "you get your". */
const whoGets = ({ target }: Subscription): string =>
  target.kind === 'channel' ? `${channelMention(target)} gets its` : 'you get your';

function whereOf({ target }: Subscription): string {
  switch (target.kind) {
    case 'channel':
      return `in ${channelMention(target)}`;
    case 'direct':
      return 'in your direct messages';
    case 'email':
      return 'by email';
  }
}

/** "on weekdays at 09:00, Europe/Berlin time" */
export const scheduleOf = ({ days, time, timeZone }: Subscription): string =>
  `${describeDays(days)} at ${time}, ${timeZone.replaceAll('_', ' ')} time`;

function stateOf({ state }: Subscription, next: Date | undefined): string {
  switch (state.kind) {
    case 'active':
      return next ? timestamp(next, 'F') : 'never';
    case 'unconfirmed':
      return 'once its address is confirmed: open the link that I sent there';
    case 'paused':
      return 'paused';
    case 'stopped':
      return `stopped, because ${escapedWithin(state.reason, MAX_REASON_CHARS)}`;
  }
}

function zoneNote(origin: ZoneOrigin, timeZone: string, kind: Subscription['target']['kind']): string {
  const zone = timeZone.replaceAll('_', ' ');
  const whose = kind === 'channel' ? "this server's" : 'your';
  const why = {
    earlier: `I used the time zone of ${whose} other subscription.`,
    language: `I guessed ${zone} time from ${whose} language.`,
    default: "I don't know your time zone, so I used UTC.",
  }[origin];
  return `${why} \`/digest edit timezone:\` changes it.`;
}

/** Pause or Resume, and Preview. */
function stateRow({ id, state }: Subscription): APIActionRowComponent<APIButtonComponent> {
  const button = (label: string, kind: 'open' | 'turn', action: string): APIButtonComponent => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id: formatButtonId({ kind, command: 'digest', args: [action, id] }),
  });
  const stateButton =
    state.kind === 'active' ? button('Pause', 'turn', 'pause') : button('Resume', 'turn', 'resume');
  return {
    type: ComponentType.ActionRow,
    components: [
      button('Preview', 'open', 'preview'),
      // Nobody but the address itself gets an unconfirmed one going.
      ...(state.kind === 'unconfirmed' ? [] : [stateButton]),
    ],
  };
}

/** https://docs.discord.com/developers/reference#message-formatting-timestamp-styles */
const timestamp = (at: Date, style: 'F' | 'R'): string => `<t:${Math.floor(at.getTime() / 1000)}:${style}>`;
const quoted = (topic: string): string => `“${escapedWithin(topic, MAX_TOPIC_CHARS)}”`;
const joined = (parts: readonly string[], word: string): string =>
  [parts.slice(0, -1).join(', '), parts.at(-1)].filter(Boolean).join(` ${word} `);
