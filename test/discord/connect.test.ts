/** Connecting while Discord is unreachable fails within its time limit, with a clear error. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { startBot } from '../../src/discord/bot.ts';
import { ConfigError } from '../../src/domain/errors.ts';
import { createLog } from '../../src/lib/log.ts';

/** A server that answers only `/gateway/bot`; its gateway accepts connections and stays silent, or closes them. */
async function startSilent(status: number, closeWith?: number): Promise<string> {
  const server = createServer((_, response) => {
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ url: `ws://${address}`, shards: 1, session_start_limit: limit }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gateway = new WebSocketServer({ server });
  if (closeWith !== undefined) gateway.on('connection', (socket) => socket.close(closeWith));
  onTestFinished(() => {
    for (const socket of gateway.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const start = (apiUrl: string, loginPatienceMs = 300) =>
  startBot({
    token: 'token',
    apiUrl,
    loginPatienceMs,
    starting: new AbortController().signal,
    definitions: [],
    onInteraction: async () => {},
    onMessage: async () => {},
    onGuild: async () => {},
    log: createLog({ level: 'silent' }),
  });

test('a silent gateway is given up', async () => {
  const apiUrl = await startSilent(200);
  const error: unknown = await start(apiUrl).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toHaveProperty(
    'message',
    `Discord can't be reached at ${apiUrl} (no connection within 0.3 s). Check the network, a proxy, and DISCORD_API_URL.`,
  );
});

test('a server that fails repeatedly is given up with its message', async () => {
  const apiUrl = await startSilent(503);
  await expect(start(apiUrl)).rejects.toThrow(
    `Discord can't be reached at ${apiUrl} (Service Unavailable). Check the network`,
  );
});

test.each([
  [4011, /^The bot is in too many servers for one connection/],
  [4012, /Update Paperboy\.$/],
  [4014, /^Discord does not let the bot receive messages\./],
  [4010, /^Discord ended the connection for good \(4010, InvalidShard\)/],
])('a gateway that closes with %i is said to be that, not out of reach', async (code, words) => {
  const error: unknown = await start(await startSilent(200, code), 10_000).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toHaveProperty('message', expect.stringMatching(words));
});
