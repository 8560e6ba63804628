/**
 * The parts of Discord that the daily post needs, on loopback, at their worst: it accepts messages and loses the
 * responses. It remembers a nonce for five minutes of the test's time, no longer.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

const NONCE_LIVES_MS = 5 * 60_000;
const DISCORD_EPOCH_MS = 1_420_070_400_000;
const OWN_USER = { id: '1', username: 'Paperboy', discriminator: '0', avatar: null, bot: true };

interface Message {
  readonly id: string;
  readonly nonce: string;
  readonly sentMs: number;
  readonly components: unknown;
}

export interface LossyDiscord {
  /** For a REST client. */
  readonly apiUrl: string;
  /** A channel's messages, oldest first. */
  messages(channelId: string): readonly Message[];
  readonly counts: { taken: number; answersLost: number; looks: number };
  close(): Promise<void>;
}

/** `loses` decides for each accepted message if its response gets lost; `now` is in milliseconds since 1970. */
export async function startLossyDiscord(loses: () => boolean, now: () => number): Promise<LossyDiscord> {
  const channels = new Map<string, Message[]>();
  const counts = { taken: 0, answersLost: 0, looks: 0 };
  let lastId = 0n;
  const newId = (): string => {
    const fromClock = BigInt(Math.floor(now()) - DISCORD_EPOCH_MS) << 22n;
    lastId = fromClock > lastId ? fromClock : lastId + 1n;
    return lastId.toString();
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://discord');
    const answer = (body: unknown) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const [, channelId = ''] = /^\/api\/v10\/channels\/(\d+)\/messages$/.exec(url.pathname) ?? [];
    if (!channelId) return answer(OWN_USER);
    const messages = channels.get(channelId) ?? [];
    channels.set(channelId, messages);
    if (request.method === 'GET') {
      counts.looks++;
      const after = BigInt(url.searchParams.get('after') ?? 0);
      return answer(
        messages.filter(({ id }) => BigInt(id) > after).map((message) => ({ ...message, author: OWN_USER })),
      );
    }
    // A client killed during its request has requested nothing.
    const body = (await json(request).catch(() => undefined)) as
      | { nonce: string; components: unknown }
      | undefined;
    if (!body) return;
    const { nonce, components } = body;
    let message = messages.find((sent) => sent.nonce === nonce && now() - sent.sentMs < NONCE_LIVES_MS);
    if (!message) {
      message = { id: newId(), nonce, sentMs: now(), components };
      messages.push(message);
      counts.taken++;
    }
    if (loses()) {
      counts.answersLost++;
      return request.socket.destroy();
    }
    answer({ ...message, author: OWN_USER });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    messages: (channelId) => channels.get(channelId) ?? [],
    counts,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
