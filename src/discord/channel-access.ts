/** Computes the bot's permissions in a channel from the channel, the server's roles and its own. Needs no intent. */
import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  ChannelType,
  DiscordAPIError,
  OverwriteType,
  PermissionFlagsBits,
  PermissionsBitField,
  REST,
  type RESTGetAPIGuildChannelsResult,
  Routes,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import { UserError } from '../domain/errors.ts';
import { nativeId, platformId } from '../domain/person.ts';
import type { ChannelId } from '../domain/place.ts';
import type { ChannelAccess } from '../subscriptions/channel-access.ts';

const { ViewChannel, SendMessages, EmbedLinks, ReadMessageHistory } = PermissionFlagsBits;
const { CreatePublicThreads, SendMessagesInThreads, MentionEveryone } = PermissionFlagsBits;
/** The permissions that a post needs. After a crash the bot searches the history for a post that it may have sent. */
const FOR_POSTS = [ViewChannel, SendMessages, EmbedLinks, ReadMessageHistory];
const FOR_THREADS = [CreatePublicThreads, SendMessagesInThreads];
const POSTABLE: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

// A request takes about 100 ms; @discordjs/rest alone would retry for a minute.
const DISCORD_PATIENCE_MS = 8_000;
const TOO_SLOW =
  'Discord is too slow right now to tell me about that channel, so I left everything as it was. Try again in a minute.';
const NAMES_LIVE_MS = 60_000;
const NAMES_KEPT = 1_000;

/** A client for the bot's own requests, beside the gateway's client. */
export const openRest = ({ token, apiUrl }: { readonly token: string; readonly apiUrl: string }): REST =>
  new REST({ api: apiUrl }).setToken(token);

/** Each function throws a UserError if Discord takes longer than `timeoutMs`, since others wait for their answers. */
export function createChannelAccess(rest: Pick<REST, 'get'>, timeoutMs = DISCORD_PATIENCE_MS): ChannelAccess {
  const get = async <T>(route: `/${string}`): Promise<T> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return (await rest.get(route, { signal })) as T;
    } catch (error) {
      throw signal.aborted ? new UserError(TOO_SLOW, { cause: error }) : error;
    }
  };
  const names = new LRUCache<string, ReadonlyMap<ChannelId, string>>({ max: NAMES_KEPT, ttl: NAMES_LIVE_MS });
  let self: Promise<{ id: string }> | undefined;

  return {
    async check(place, needs) {
      const guildId = place.serverId && nativeId('discord', place.serverId);
      const channelId = nativeId('discord', place.channelId);
      const channel = await get<APIChannel>(Routes.channel(channelId)).catch(statusOf);
      if (channel === 403) return { missing: ['View Channel'] };
      if (typeof channel === 'number') return 'unknown';
      if (
        !guildId ||
        !('guild_id' in channel) ||
        channel.guild_id !== guildId ||
        !POSTABLE.includes(channel.type)
      ) {
        return 'unknown';
      }
      if (needs.publish && channel.type !== ChannelType.GuildAnnouncement) return 'not-followable';
      self ??= get<{ id: string }>(Routes.user());
      const { id } = await self.catch((error) => {
        self = undefined;
        throw error;
      });
      const [guild, member] = await Promise.all([
        get<APIGuild>(Routes.guild(guildId)),
        get<APIGuildMember>(Routes.guildMember(guildId, id)),
      ]);
      const overwrites = ('permission_overwrites' in channel && channel.permission_overwrites) || [];
      const permissions = permissionsOf(guild, overwrites, id, member.roles);
      const missing = permissions.missing([...FOR_POSTS, ...(needs.thread ? FOR_THREADS : [])]);
      if (missing.length > 0) return { missing: missing.map(spaced) };
      if (needs.role && !mayMention(guild, nativeId('discord', needs.role), permissions))
        return 'role-not-mentionable';
      return { name: channel.name ?? '' };
    },

    async names(serverId) {
      const guildId = nativeId('discord', serverId);
      const known = names.get(guildId);
      if (known) return known;
      const channels = await get<RESTGetAPIGuildChannelsResult>(Routes.guildChannels(guildId)).catch(
        statusOf,
      );
      const found = new Map(
        typeof channels === 'number' ? [] : channels.map(({ id, name }) => [platformId('discord', id), name]),
      );
      names.set(guildId, found);
      return found;
    },
  };
}

/** False for the role of everyone, which would reach the whole server. */
function mayMention(guild: APIGuild, roleId: string, permissions: PermissionsBitField): boolean {
  const role = guild.roles.find(({ id }) => id === roleId);
  if (role === undefined || role.id === guild.id) return false;
  return role.mentionable || permissions.has(MentionEveryone);
}

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites */
export function permissionsOf(
  guild: Pick<APIGuild, 'id' | 'roles'>,
  overwrites: readonly APIOverwrite[],
  userId: string,
  roleIds: readonly string[],
): PermissionsBitField {
  const roles = guild.roles.filter(({ id }) => id === guild.id || roleIds.includes(id));
  const permissions = new PermissionsBitField(roles.map((role) => BigInt(role.permissions)));
  if (permissions.has(PermissionFlagsBits.Administrator)) return permissions;
  const layers = [
    overwrites.filter(({ id }) => id === guild.id),
    overwrites.filter(
      ({ id, type }) => type === OverwriteType.Role && id !== guild.id && roleIds.includes(id),
    ),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === userId),
  ];
  for (const layer of layers) {
    permissions.remove(layer.map(({ deny }) => BigInt(deny)));
    permissions.add(layer.map(({ allow }) => BigInt(allow)));
  }
  return permissions;
}

/** "Send Messages" from "SendMessages", as Discord's settings show it. */
const spaced = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');

/** The status of a refusal because something doesn't exist or the bot may not see it; rethrows other errors. */
function statusOf(error: unknown): 403 | 404 {
  if (error instanceof DiscordAPIError && (error.status === 403 || error.status === 404)) return error.status;
  throw error;
}
