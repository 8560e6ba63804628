/** The bot's permissions in a channel, computed from Discord's REST data. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { createChannelAccess, openRest } from '../../src/discord/channel-access.ts';
import { UserError } from '../../src/domain/errors.ts';
import type { ChannelNeeds } from '../../src/subscriptions/channel-access.ts';

const { ViewChannel, SendMessages, EmbedLinks, ReadMessageHistory, Administrator } = PermissionFlagsBits;
const USUAL = ViewChannel | SendMessages | EmbedLinks | ReadMessageHistory;
const THREADS = PermissionFlagsBits.CreatePublicThreads | PermissionFlagsBits.SendMessagesInThreads;

interface Given {
  readonly everyone?: bigint;
  readonly role?: bigint;
  readonly guildId?: string;
  readonly type?: ChannelType;
  readonly overwrites?: readonly { id: string; type?: OverwriteType; allow?: bigint; deny?: bigint }[];
}

function access({
  everyone = USUAL,
  role = 0n,
  guildId = 'guild',
  type = ChannelType.GuildText,
  overwrites = [],
}: Given) {
  const answers: Record<string, unknown> = {
    '/channels/channel': {
      id: 'channel',
      name: 'papers',
      type,
      guild_id: guildId,
      permission_overwrites: overwrites.map(
        ({ id, type: kind = OverwriteType.Role, allow = 0n, deny = 0n }) => ({
          id,
          type: kind,
          allow: `${allow}`,
          deny: `${deny}`,
        }),
      ),
    },
    '/users/@me': { id: 'bot' },
    '/guilds/guild': {
      id: 'guild',
      roles: [
        { id: 'guild', permissions: `${everyone}` },
        { id: 'role', permissions: `${role}` },
        { id: 'others', permissions: `${Administrator}` },
        { id: 'open', permissions: '0', mentionable: true },
      ],
    },
    '/guilds/guild/members/bot': { roles: ['role'] },
  };
  return createChannelAccess({ get: async (route) => answers[decodeURIComponent(route)] });
}
const NOTHING: ChannelNeeds = { thread: false, publish: false, role: undefined };
const CHANNEL = { serverId: 'discord:guild', channelId: 'discord:channel' } as const;
const check = (given: Given, opensThread = false) =>
  access(given).check(CHANNEL, { ...NOTHING, thread: opensThread });
const checkFor = (needs: Partial<ChannelNeeds>, given: Given = {}) =>
  access(given).check(CHANNEL, { ...NOTHING, ...needs });

it('is sufficient where everyone may post', async () => {
  expect(await check({})).toEqual({ name: 'papers' });
  expect(await check({ type: ChannelType.GuildAnnouncement })).toEqual({ name: 'papers' });
});

it('names every missing permission as Discord’s settings call it', async () => {
  expect(await check({ everyone: ViewChannel })).toEqual({
    missing: ['Send Messages', 'Embed Links', 'Read Message History'],
  });
  expect(await check({}, true)).toEqual({ missing: ['Create Public Threads', 'Send Messages In Threads'] });
  expect(await check({ role: THREADS }, true)).toEqual({ name: 'papers' });
});

it('counts only the bot’s own roles', async () => {
  expect(await check({ everyone: 0n, role: USUAL })).toEqual({ name: 'papers' });
  expect(
    await check({ everyone: 0n, role: Administrator, overwrites: [{ id: 'guild', deny: USUAL }] }),
  ).toEqual({
    name: 'papers',
  });
});

it('applies a channel’s overwrites in Discord’s order: everyone, roles, the bot itself', async () => {
  const closed = { id: 'guild', deny: SendMessages };
  const open = { id: 'role', allow: SendMessages };
  const self = { id: 'bot', type: OverwriteType.Member, deny: SendMessages };
  expect(await check({ overwrites: [closed] })).toEqual({ missing: ['Send Messages'] });
  expect(await check({ overwrites: [open, closed] })).toEqual({ name: 'papers' });
  expect(await check({ overwrites: [self, open, closed] })).toEqual({ missing: ['Send Messages'] });
  expect(await check({ overwrites: [{ id: 'others', deny: SendMessages }] })).toEqual({ name: 'papers' });
});

it('allows publishing only in announcement channels', async () => {
  expect(await checkFor({ publish: true })).toBe('not-followable');
  expect(await checkFor({ publish: true }, { type: ChannelType.GuildAnnouncement })).toEqual({
    name: 'papers',
  });
});

it('allows mentioning a role if anyone may mention it, or the bot may mention everyone', async () => {
  const { MentionEveryone } = PermissionFlagsBits;
  expect(await checkFor({ role: 'discord:open' })).toEqual({ name: 'papers' });
  expect(await checkFor({ role: 'discord:others' })).toBe('role-not-mentionable');
  expect(await checkFor({ role: 'discord:others' }, { role: MentionEveryone })).toEqual({ name: 'papers' });
  expect(await checkFor({ role: 'discord:gone' }, { role: MentionEveryone })).toBe('role-not-mentionable');
  // The role of everyone would reach the whole server.
  expect(await checkFor({ role: 'discord:guild' }, { role: MentionEveryone })).toBe('role-not-mentionable');
});

it.each([
  ['a channel of another server', { guildId: 'another' }],
  ['a voice channel', { type: ChannelType.GuildVoice }],
  ['a direct message', { type: ChannelType.DM }],
])('is unknown for %s', async (_what, given) => expect(await check(given)).toBe('unknown'));

it('is not waited for if Discord hangs', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const hanging = createChannelAccess(
    openRest({ token: 'token', apiUrl: `http://127.0.0.1:${port}/api` }),
    50,
  );
  await expect(hanging.check(CHANNEL, NOTHING)).rejects.toThrow(UserError);
  await expect(hanging.names('discord:1')).rejects.toThrow(/^Discord is too slow right now/);
});
