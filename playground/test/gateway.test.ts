/** Promises about the gateway that a well-behaved client never puts to the test, with a WebSocket of our own. */
import { once } from 'node:events';
import { GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startPlayground, type TestPlayground } from '../../test/helpers/playground.ts';

interface Payload {
  readonly op: number;
  readonly t: string | null;
  readonly s: number | null;
  readonly d: Record<string, unknown>;
}

/** A connection to the gateway, past HELLO. */
async function connect(playground: TestPlayground, query = 'v=10&encoding=json') {
  const socket = new WebSocket(`${playground.url.replace('http', 'ws')}/gateway?${query}`);
  const received: Payload[] = [];
  const waiting: ((payload: Payload) => void)[] = [];
  socket.on('message', (raw) => {
    const payload = JSON.parse(String(raw)) as Payload;
    const next = waiting.shift();
    if (next) next(payload);
    else received.push(payload);
  });
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  return {
    socket,
    closed,
    send: (op: number, d: unknown) => socket.send(JSON.stringify({ op, d })),
    /** The next payload that arrives. */
    next: () => {
      const payload = received.shift();
      return payload ? Promise.resolve(payload) : new Promise<Payload>((resolve) => waiting.push(resolve));
    },
  };
}

describe('the gateway', () => {
  let playground: TestPlayground;
  beforeEach(async () => {
    playground = await startPlayground();
  });
  afterEach(() => playground.close());

  const identity = (more: object = {}) => ({
    token: playground.playground.token,
    intents: 0,
    properties: {},
    ...more,
  });

  /** A connection that has identified, with its READY. */
  async function identify(more: object = {}) {
    const connection = await connect(playground);
    await connection.next();
    connection.send(GatewayOpcodes.Identify, identity(more));
    return { ...connection, ready: await connection.next() };
  }

  it('greets with the heartbeat’s interval and answers a heartbeat', async () => {
    const connection = await connect(playground);

    expect(await connection.next()).toMatchObject({
      op: GatewayOpcodes.Hello,
      d: { heartbeat_interval: 41_250 },
    });
    connection.send(GatewayOpcodes.Heartbeat, null);
    expect(await connection.next()).toMatchObject({ op: GatewayOpcodes.HeartbeatAck });
  });

  it('names the bot, the guild and the resume address in READY', async () => {
    const { ready, next } = await identify({ intents: GatewayIntentBits.Guilds });
    const { bot, applicationId, world } = playground.playground;

    expect(ready).toMatchObject({
      t: 'READY',
      s: 1,
      d: {
        v: 10,
        user: { id: bot.id },
        application: { id: applicationId },
        guilds: [{ id: world.guildId, unavailable: true }],
        resume_gateway_url: `${playground.url.replace('http', 'ws')}/gateway`,
      },
    });
    expect(await next()).toMatchObject({ t: 'GUILD_CREATE', s: 2, d: { id: world.guildId } });
  });

  it.each<[string, number, (connection: Awaited<ReturnType<typeof connect>>) => void]>([
    ['an unknown opcode', 4001, ({ send }) => send(77, {})],
    ['what is not JSON', 4002, ({ socket }) => socket.send('{')],
    ['anything before identifying', 4003, ({ send }) => send(GatewayOpcodes.PresenceUpdate, {})],
    ['a wrong token', 4004, ({ send }) => send(GatewayOpcodes.Identify, identity({ token: 'wrong' }))],
    [
      'a shard that is not there',
      4010,
      ({ send }) => send(GatewayOpcodes.Identify, identity({ shard: [2, 2] })),
    ],
    [
      'a privileged intent',
      4014,
      ({ send }) => send(GatewayOpcodes.Identify, identity({ intents: GatewayIntentBits.MessageContent })),
    ],
    [
      'a second identify',
      4005,
      ({ send }) => {
        send(GatewayOpcodes.Identify, identity());
        send(GatewayOpcodes.Identify, identity());
      },
    ],
  ])('closes on %s with %i', async (_, code, act) => {
    const connection = await connect(playground);
    act(connection);
    expect(await connection.closed).toBe(code);
  });

  it('closes on another API version with 4012', async () => {
    expect(await (await connect(playground, 'v=9&encoding=json')).closed).toBe(4012);
  });

  it('refuses a WebSocket on other paths', async () => {
    const socket = new WebSocket(`${playground.url.replace('http', 'ws')}/elsewhere`);
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('404');
  });

  it.each([
    ['that is unknown', () => ({ session_id: 'nobody', seq: 1 })],
    ['with a sequence that never was', (sessionId: unknown) => ({ session_id: sessionId, seq: 99 })],
    ['with another token', (sessionId: unknown) => ({ session_id: sessionId, seq: 1, token: 'wrong' })],
  ])('does not resume a session %s', async (_, resume) => {
    const { ready, socket } = await identify();
    socket.terminate();
    const connection = await connect(playground);
    await connection.next();

    connection.send(GatewayOpcodes.Resume, {
      token: playground.playground.token,
      ...resume(ready.d.session_id),
    });

    expect(await connection.next()).toMatchObject({ op: GatewayOpcodes.InvalidSession, d: false });
  });

  it('replays missed events to a resumed session, in order, and then says so', async () => {
    const { ready, socket } = await identify({ intents: GatewayIntentBits.GuildMessages });
    socket.terminate();
    await playground.whenOnline(false);
    await postMessage('one');
    await postMessage('two');
    const connection = await connect(playground);
    await connection.next();

    connection.send(GatewayOpcodes.Resume, {
      token: playground.playground.token,
      session_id: ready.d.session_id,
      seq: ready.s,
    });

    expect(await connection.next()).toMatchObject({ t: 'MESSAGE_CREATE', s: 2, d: { content: 'one' } });
    expect(await connection.next()).toMatchObject({ t: 'MESSAGE_CREATE', s: 3, d: { content: 'two' } });
    expect(await connection.next()).toMatchObject({ t: 'RESUMED' });
  });

  it('drops a session when its client says goodbye', async () => {
    const { ready, socket, closed } = await identify();
    socket.close(1000);
    await closed;
    await playground.whenOnline(false);
    const connection = await connect(playground);
    await connection.next();

    connection.send(GatewayOpcodes.Resume, {
      token: playground.playground.token,
      session_id: ready.d.session_id,
      seq: 1,
    });

    expect(await connection.next()).toMatchObject({ op: GatewayOpcodes.InvalidSession });
  });

  it('drops a session when its client starts another, or when it missed more events than are kept', async () => {
    const resumed = async (session: Payload) => {
      const connection = await connect(playground);
      await connection.next();
      const { token } = playground.playground;
      connection.send(GatewayOpcodes.Resume, { token, session_id: session.d.session_id, seq: session.s });
      return connection.next();
    };
    const old = await identify();
    old.socket.terminate();
    await playground.whenOnline(false);
    const current = await identify({ intents: GatewayIntentBits.GuildMessages });
    expect(await resumed(old.ready)).toMatchObject({ op: GatewayOpcodes.InvalidSession });

    current.socket.terminate();
    await playground.whenOnline(false);
    const { world } = playground.playground;
    const stored = world.find(await postMessage('one of very many'));
    if (stored === undefined) throw new Error('the message is not there');
    for (let n = 0; n < 1_000; n++) world.put(stored.message, undefined);

    expect(await resumed(current.ready)).toMatchObject({ op: GatewayOpcodes.InvalidSession });
  });

  it('sends messages only to sessions with the intent, and private ones to none', async () => {
    const curious = await identify({ intents: GatewayIntentBits.GuildMessages });
    const incurious = await identify();
    await answerPrivately();

    const id = await postMessage('hello');

    expect(await curious.next()).toMatchObject({ t: 'INTERACTION_CREATE' });
    expect(await curious.next()).toMatchObject({ t: 'MESSAGE_CREATE', d: { id, content: 'hello' } });
    expect(await incurious.next()).toMatchObject({ t: 'INTERACTION_CREATE' });
    incurious.send(GatewayOpcodes.Heartbeat, null);
    expect(await incurious.next()).toMatchObject({ op: GatewayOpcodes.HeartbeatAck });
  });

  it('sends an interaction only to its guild’s shard', async () => {
    const { world, interactions } = playground.playground;
    world.setCommands([HELLO(world.applicationId)]);
    const shards = await Promise.all([identify({ shard: [0, 2] }), identify({ shard: [1, 2] })]);
    const own = Number((BigInt(world.guildId) >> 22n) % 2n);

    const { interactionId } = interactions.begin(world.owner, {
      type: 'command',
      name: 'hello',
      options: [],
    });

    expect(await shards[own]?.next()).toMatchObject({ t: 'INTERACTION_CREATE', d: { id: interactionId } });
    const other = shards[1 - own];
    other?.send(GatewayOpcodes.Heartbeat, null);
    expect(await other?.next()).toMatchObject({ op: GatewayOpcodes.HeartbeatAck });
  });

  it('gives each interaction a token that its callback must match, and returns the answer', async () => {
    const { world, interactions } = playground.playground;
    world.setCommands([HELLO(world.applicationId)]);
    const { next } = await identify();
    const { outcome } = interactions.begin(world.owner, { type: 'command', name: 'hello', options: [] });
    const { id, token } = (await next()).d;
    const respond = async (body: unknown) => {
      const url = `${playground.apiUrl}/v10/interactions/${id}/${token}/callback?with_response=true`;
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };

    expect(await respond({ type: 7, data: { content: 'x' } })).toMatchObject({
      code: 50035,
      errors: { type: { _errors: [{ code: 'BASE_TYPE_CHOICES' }] } },
    });
    expect(await respond({ type: 4, data: {} })).toMatchObject({ code: 50006 });
    expect(await respond({ type: 4, data: { content: 'hello', flags: 64 } })).toMatchObject({
      interaction: { id, type: 2, response_message_ephemeral: true, response_message_loading: false },
      resource: { type: 4, message: { content: 'hello', flags: 64 } },
    });
    expect(await outcome).toMatchObject({ type: 'message', message: { content: 'hello' } });
  });

  /** A private answer, given by way of its callback. */
  async function answerPrivately(): Promise<void> {
    const { world, interactions } = playground.playground;
    world.setCommands([HELLO(world.applicationId)]);
    const connection = await identify();
    const { outcome } = interactions.begin(world.owner, { type: 'command', name: 'hello', options: [] });
    const { id, token } = (await connection.next()).d;
    await fetch(`${playground.apiUrl}/v10/interactions/${id}/${token}/callback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 4, data: { content: 'psst', flags: 64 } }),
    });
    await outcome;
  }

  async function postMessage(content: string): Promise<string> {
    const { token, world } = playground.playground;
    const response = await fetch(`${playground.apiUrl}/v10/channels/${world.channelId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content }),
    });
    return ((await response.json()) as { id: string }).id;
  }
});

const HELLO = (application_id: string) => ({
  id: '1',
  application_id,
  version: '1',
  type: 1 as const,
  name: 'hello',
  description: 'Says hello',
  default_member_permissions: null,
});
