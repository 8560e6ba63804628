/** Makes the commands that replies name clickable: https://docs.discord.com/developers/reference#message-formatting */
import { type APIApplicationCommand, ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import type { Reply } from '../reply/reply.ts';

/** Discord's id of each command by its full name, such as "digest list". */
export type CommandIds = ReadonlyMap<string, string>;

export function commandIdsOf(commands: readonly APIApplicationCommand[]): CommandIds {
  const ids = new Map<string, string>();
  for (const { id, name, type, options = [] } of commands) {
    if (type !== ApplicationCommandType.ChatInput) continue;
    const subcommands = options.filter((option) => option.type === ApplicationCommandOptionType.Subcommand);
    // A command with subcommands can't be used by itself, nor mentioned.
    if (subcommands.length === 0) ids.set(name, id);
    for (const subcommand of subcommands) ids.set(`${name} ${subcommand.name}`, id);
  }
  return ids;
}

/** "`/digest list`", or the same without marks; not "/digest edit timezone:", which is to be typed. */
const NAMED = /`\/([a-z]+(?: [a-z]+)?)`|(?<![\w/`<.-])\/([a-z]+(?: [a-z]+)?)(?![\w`:/-]| [a-z]+:)/g;

/** The reply with clickable commands, in every text that Discord renders as Markdown. */
export function withCommandMentions(reply: Reply, ids: CommandIds): Reply {
  if (ids.size === 0) return reply;
  const mention = (text: string): string =>
    text.replace(NAMED, (named, marked: string | undefined, plain: string | undefined) => {
      const name = marked ?? plain ?? '';
      const id = ids.get(name);
      if (id) return `</${name}:${id}>`;
      // "/papers to": the second word is the sentence's own.
      const [first = '', ...rest] = name.split(' ');
      const firstId = marked === undefined ? ids.get(first) : undefined;
      return firstId ? `</${first}:${firstId}> ${rest.join(' ')}` : named;
    });
  return {
    ...reply,
    ...(reply.content !== undefined && { content: mention(reply.content) }),
    ...(reply.embeds && {
      embeds: reply.embeds.map((embed) => ({
        ...embed,
        ...(embed.description !== undefined && { description: mention(embed.description) }),
      })),
    }),
    ...(reply.layout && { layout: reply.layout.map((part) => mentioning(part, mention)) }),
  };
}

/** A component with the text of each text display changed, however deep. */
function mentioning<T>(part: T, mention: (text: string) => string): T {
  if (Array.isArray(part)) return part.map((each) => mentioning(each, mention)) as T;
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === 'content' && typeof value === 'string' ? mention(value) : mentioning(value, mention),
    ]),
  ) as T;
}
