/** What the bot knows and says of its connection to Discord while it runs. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { type Bot, startBot } from '../../src/discord/bot.ts';
import { createLog } from '../../src/lib/log.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';

const AUTHENTICATION_FAILED = 4004;

let discord: TestPlayground;
let bot: Bot;
let lines: string[];

beforeEach(async () => {
  lines = [];
  discord = await startPlayground();
  bot = await startBot({
    token: discord.playground.token,
    apiUrl: discord.apiUrl,
    loginPatienceMs: 5_000,
    starting: new AbortController().signal,
    definitions: [],
    onInteraction: async () => {},
    onMessage: async () => {},
    log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
  });
});

afterEach(async () => {
  await bot.close(1_000);
  await discord.close();
});

/** Answers whoever connects to the gateway from now on with a goodbye. */
function refuseGateway(code: number): void {
  const server = new WebSocketServer({ noServer: true });
  vi.spyOn(discord.playground, 'handleUpgrade').mockImplementation((request, socket, head) =>
    server.handleUpgrade(request, socket, head, (client) => client.close(code)),
  );
}

it('is connected only while it is', async () => {
  expect(bot.isConnected()).toBe(true);
  refuseGateway(1012);
  discord.cutGateway();
  await expect.poll(() => bot.isConnected()).toBe(false);
  vi.restoreAllMocks();
  await expect.poll(() => bot.isConnected()).toBe(true);
});

it('says so in the log where Discord refuses it for good, as after its token was reset', async () => {
  refuseGateway(AUTHENTICATION_FAILED);
  discord.cutGateway();
  await expect.poll(() => lines.join('')).toContain('ended the connection for good');
  expect(bot.isConnected()).toBe(false);
  expect((await bot.ended).message).toMatch(
    /^Discord doesn't take DISCORD_TOKEN any more, .* Reset Token\.$/,
  );
});
