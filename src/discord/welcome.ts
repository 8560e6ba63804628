/** Greets a server that the bot has just joined, in a channel that it may write in, or else its owner. */
import {
  ChannelType,
  type GatewayGuildCreateDispatchData,
  PermissionFlagsBits,
  type REST,
  Routes,
} from 'discord.js';
import { welcomeReply } from '../reply/welcome.ts';
import { permissionsOf } from './channel-access.ts';
import { type CommandIds, withCommandMentions } from './command-mentions.ts';
import { messageBody } from './message-body.ts';

/** Discord also sends the event after an outage, and at each connection, for servers joined long ago. */
const NEW_FOR_MS = 10 * 60_000;
const NEEDED = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages];

/** Returns the function that greets a server, once. */
export function createWelcome({
  rest,
  now,
  commandIds,
}: {
  readonly rest: Pick<REST, 'post'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly commandIds: () => CommandIds;
}): (guild: GatewayGuildCreateDispatchData, botId: string) => Promise<void> {
  const greeted = new Set<string>();

  return async (guild, botId) => {
    if (guild.unavailable || greeted.has(guild.id) || now() - Date.parse(guild.joined_at) > NEW_FOR_MS)
      return;
    greeted.add(guild.id);
    const body = messageBody(withCommandMentions(welcomeReply(), commandIds()));
    const channelId = writableChannel(guild, botId) ?? (await openDirect(rest, guild.owner_id));
    await rest.post(Routes.channelMessages(channelId), { body });
  };
}

/** The channel for the server's own messages, or else the uppermost text channel. */
function writableChannel(guild: GatewayGuildCreateDispatchData, botId: string): string | undefined {
  const roles = guild.members.find(({ user }) => user?.id === botId)?.roles ?? [];
  const mayWrite = (channel: (typeof guild.channels)[number]): boolean => {
    const overwrites = ('permission_overwrites' in channel && channel.permission_overwrites) || [];
    return permissionsOf(guild, overwrites, botId, roles).has(NEEDED);
  };
  const channels = guild.channels
    .filter((channel) => channel.type === ChannelType.GuildText)
    .sort(
      (a, b) =>
        Number(b.id === guild.system_channel_id) - Number(a.id === guild.system_channel_id) ||
        a.position - b.position,
    );
  return channels.find(mayWrite)?.id;
}

const openDirect = async (rest: Pick<REST, 'post'>, personId: string): Promise<string> =>
  ((await rest.post(Routes.userChannels(), { body: { recipient_id: personId } })) as { id: string }).id;
