/** The playground's guild, channel and members as Discord describes them. */
import type {
  APIDMChannel,
  APIGuildMember,
  APITextChannel,
  GatewayGuildCreateDispatchData,
  GuildMemberFlags,
  GuildSystemChannelFlags,
  RoleFlags,
} from 'discord-api-types/v10';
import {
  ChannelType,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  GuildVerificationLevel,
  Locale,
  OverwriteType,
} from 'discord-api-types/v10';
import { type Channel, GUILD_NAME, type Person, type World } from './world.ts';

const JOINED = '2024-01-01T00:00:00.000000+00:00';

export function describeChannel(world: World, { id, name, mayBotPost }: Channel): APITextChannel {
  const everyone = {
    id: world.guildId,
    type: OverwriteType.Role,
    allow: '0',
    deny: SEND_MESSAGES.toString(),
  };
  return {
    id,
    guild_id: world.guildId,
    type: ChannelType.GuildText,
    name,
    position: world.channels.findIndex((channel) => channel.id === id),
    permission_overwrites: mayBotPost ? [] : [everyone],
    nsfw: false,
    parent_id: null,
    topic: null,
    rate_limit_per_user: 0,
    last_message_id: world.messages().findLast(({ channel_id }) => channel_id === id)?.id ?? null,
  };
}

export function describeDirect(id: string, { user }: Person): APIDMChannel {
  return { id, type: ChannelType.DM, name: null, recipients: [user], last_message_id: null };
}

export function describeMember(user: Person['user']): APIGuildMember {
  return {
    user,
    roles: [],
    joined_at: JOINED,
    deaf: false,
    mute: false,
    flags: 0 as GuildMemberFlags,
  };
}

/** The main channel, in which people type. */
export function describeMainChannel(world: World): APITextChannel {
  const [main] = world.channels as [Channel];
  return describeChannel(world, main);
}

/** The guild with everything that GUILD_CREATE adds. */
export function describeGuild(world: World): GatewayGuildCreateDispatchData {
  const users = [world.bot, ...[...world.people.values()].map(({ user }) => user)];
  return {
    id: world.guildId,
    name: GUILD_NAME,
    owner_id: world.owner.user.id,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    afk_channel_id: null,
    afk_timeout: 300,
    application_id: null,
    default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
    emojis: [],
    explicit_content_filter: GuildExplicitContentFilter.Disabled,
    features: [],
    hub_type: null,
    incidents_data: null,
    mfa_level: GuildMFALevel.None,
    nsfw_level: GuildNSFWLevel.Default,
    preferred_locale: Locale.EnglishUS,
    premium_progress_bar_enabled: false,
    premium_tier: GuildPremiumTier.None,
    public_updates_channel_id: null,
    region: '',
    roles: [
      {
        id: world.guildId,
        name: '@everyone',
        color: 0,
        colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
        hoist: false,
        position: 0,
        permissions: BOT_PERMISSIONS,
        managed: false,
        mentionable: false,
        flags: 0 as RoleFlags,
      },
      {
        id: world.botRoleId,
        name: world.bot.username,
        color: 0,
        colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
        hoist: false,
        position: 1,
        permissions: BOT_PERMISSIONS,
        managed: true,
        mentionable: true,
        flags: 0 as RoleFlags,
        tags: { bot_id: world.bot.id },
      },
    ],
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    stickers: [],
    system_channel_flags: 0 as GuildSystemChannelFlags,
    system_channel_id: null,
    vanity_url_code: null,
    verification_level: GuildVerificationLevel.None,
    joined_at: JOINED,
    large: false,
    member_count: users.length,
    members: users.map(describeMember),
    voice_states: [],
    channels: world.channels.map((channel) => describeChannel(world, channel)),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

const SEND_MESSAGES = 1n << 11n;
/**
 * The bot's permissions: see channels, send messages with embeds, read the history, use commands, open threads and
 * write in them.
 */
export const BOT_PERMISSIONS = (
  (1n << 10n) |
  SEND_MESSAGES |
  (1n << 14n) |
  (1n << 16n) |
  (1n << 31n) |
  (1n << 35n) |
  (1n << 38n)
).toString();
