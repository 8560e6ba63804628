/** The bot's connection state, and its log about it. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { type Bot, startBot } from '../../src/discord/bot.ts';
import { createLog } from '../../src/lib/log.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';

const AUTHENTICATION_FAILED = 4004;

let discord: TestPlayground;
let bot: Bot;
let lines: string[];
let guilds: string[];

beforeEach(async () => {
  lines = [];
  guilds = [];
  discord = await startPlayground();
  bot = await startBot({
    token: discord.playground.token,
    apiUrl: discord.apiUrl,
    loginPatienceMs: 5_000,
    starting: new AbortController().signal,
    definitions: [],
    onInteraction: async () => {},
    onMessage: async () => {},
    onGuild: async ({ id }) => void guilds.push(id),
    log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
  });
});

afterEach(async () => {
  await bot.close(1_000);
  await discord.close();
});

/** From now on, closes every new gateway connection. */
function refuseGateway(code: number): void {
  const server = new WebSocketServer({ noServer: true });
  vi.spyOn(discord.playground, 'handleUpgrade').mockImplementation((request, socket, head) =>
    server.handleUpgrade(request, socket, head, (client) => client.close(code)),
  );
}

it('is reported as connected only while it is', async () => {
  expect(bot.isConnected()).toBe(true);
  refuseGateway(1012);
  discord.cutGateway();
  await expect.poll(() => bot.isConnected()).toBe(false);
  vi.restoreAllMocks();
  await expect.poll(() => bot.isConnected()).toBe(true);
});

it('reports the servers that the bot is in', async () => {
  await expect.poll(() => guilds).toEqual([discord.playground.world.guildId]);
});

it('is logged as ended when Discord refuses it for good, for example after a token reset', async () => {
  refuseGateway(AUTHENTICATION_FAILED);
  discord.cutGateway();
  await expect.poll(() => lines.join('')).toContain('ended the connection for good');
  expect(bot.isConnected()).toBe(false);
  expect((await bot.ended).message).toMatch(
    /^Discord doesn't take DISCORD_TOKEN any more, .* Reset Token\.$/,
  );
});
