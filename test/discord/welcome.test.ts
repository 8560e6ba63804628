/** The message to a server that has just added the bot. */
import { ChannelType, type GatewayGuildCreateDispatchData } from 'discord.js';
import { expect, test } from 'vitest';
import { describeGuild } from '../../playground/guild.ts';
import { createWelcome } from '../../src/discord/welcome.ts';
import { startPlayground } from '../helpers/playground.ts';

const NOW = Date.parse('2026-12-01T09:00:00Z');
const { playground, close } = await startPlayground();
const { bot } = playground.world;
const guild = describeGuild(playground.world);
await close();

/** Denies everyone to see it. */
const CLOSED = [{ id: guild.id, type: 0, allow: '0', deny: '1024' }];

const textChannel = (id: string, position: number, permission_overwrites: object[] = []) => ({
  ...guild.channels[0],
  id,
  position,
  type: ChannelType.GuildText,
  permission_overwrites,
});

function greet(change: object = {}) {
  const sent: { route: string; body: { content?: string; recipient_id?: string } }[] = [];
  const rest = {
    async post(route: string, { body = {} }: { body?: object } = {}) {
      sent.push({ route, body });
      return { id: '77' };
    },
  };
  const welcome = createWelcome({
    rest: rest as never,
    now: () => NOW,
    commandIds: () => new Map([['papers', '5']]),
  });
  const joined = { ...guild, joined_at: new Date(NOW - 1_000).toISOString(), ...change };
  return { sent, arrive: () => welcome(joined as GatewayGuildCreateDispatchData, bot.id) };
}

test('one short message with a button comes to the uppermost channel that the bot may write in, once', async () => {
  const { sent, arrive } = greet({
    channels: [textChannel('12', 2), textChannel('11', 1), textChannel('10', 0, CLOSED)],
  });
  await arrive();
  await arrive();
  expect(sent.map(({ route }) => route)).toEqual(['/channels/11/messages']);
  expect(sent[0]?.body).toMatchObject({
    content: expect.stringContaining('**Hi, I’m Paperboy.**'),
    components: [{ components: [{ label: 'See today’s papers', custom_id: 'open|trending' }] }],
    allowed_mentions: { parse: [] },
  });
  expect(sent[0]?.body.content).toContain('</papers:5> looks for a topic');
});

test('the channel for the server’s own messages comes first', async () => {
  const { sent, arrive } = greet({
    system_channel_id: '12',
    channels: [textChannel('11', 1), textChannel('12', 2)],
  });
  await arrive();
  expect(sent[0]?.route).toBe('/channels/12/messages');
});

test('where it may write nowhere, the owner gets it as a direct message', async () => {
  const { sent, arrive } = greet({ channels: [textChannel('11', 1, CLOSED)] });
  await arrive();
  expect(sent.map(({ route, body }) => [route, body.recipient_id])).toEqual([
    ['/users/@me/channels', guild.owner_id],
    ['/channels/77/messages', undefined],
  ]);
});

test.each([
  ['a server joined long ago, as at each start', { joined_at: '2024-01-01T00:00:00Z' }],
  ['a server during an outage', { unavailable: true }],
])('%s is not greeted', async (_, change) => {
  const { sent, arrive } = greet(change);
  await arrive();
  expect(sent).toEqual([]);
});
