/**
 * The gateway, version 10, JSON without compression. Events survive a broken socket through RESUME.
 * https://docs.discord.com/developers/events/gateway
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  GatewayOpcodes,
} from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { describeGuild } from './guild.ts';
import type { World } from './world.ts';

const HEARTBEAT_INTERVAL_MS = 41_250;
const PAYLOAD_MAX_BYTES = 4_096;
/** Events kept for a RESUME; older ones are lost, and with them the session. */
const EVENTS_KEPT = 1_000;
const PRIVILEGED_INTENTS =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

const payloadSchema = z.object({ op: z.int(), d: z.unknown() });
const identifySchema = z.object({
  token: z.string(),
  intents: z.int().min(0),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).default([0, 1]),
});
const resumeSchema = z.object({ token: z.string(), session_id: z.string(), seq: z.int().nullable() });

/** One login of the bot. It outlives its socket, so it can be resumed. */
interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  socket: WebSocket | undefined;
  seq: number;
  readonly events: { readonly seq: number; readonly payload: string }[];
}

export type Gateway = ReturnType<typeof createGateway>;

/** The gateway of one world. The bot must identify with the token. */
export function createGateway(world: World, token: string, newToken: () => string) {
  const server = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX_BYTES });
  const sessions = new Map<string, Session>();
  const isOnline = () => [...sessions.values()].some(({ socket }) => socket !== undefined);

  function send(session: Session, event: string, data: unknown): void {
    session.seq += 1;
    const payload = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s: session.seq, d: data });
    session.events.push({ seq: session.seq, payload });
    if (session.events.length > EVENTS_KEPT) session.events.shift();
    session.socket?.send(payload);
  }

  function attach(session: Session, socket: WebSocket): void {
    session.socket = socket;
    socket.on('close', (code) => {
      if (session.socket !== socket) return;
      session.socket = undefined;
      // A client that closes properly ends its session; after any other close it may resume.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
      world.emit({ name: 'presence', data: { isBotOnline: isOnline() } });
    });
  }

  function identify(socket: WebSocket, resumeUrl: string, data: unknown): Session | undefined {
    const parsed = identifySchema.safeParse(data);
    if (!parsed.success)
      return refuse(socket, GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
    const { intents, shard } = parsed.data;
    if (parsed.data.token !== token) {
      return refuse(socket, GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
    }
    if (shard[0] >= shard[1]) return refuse(socket, GatewayCloseCodes.InvalidShard, 'Invalid shard.');
    if ((intents & PRIVILEGED_INTENTS) !== 0) {
      return refuse(socket, GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).');
    }
    for (const old of sessions.values()) {
      if (old.socket === undefined && old.shard[0] === shard[0]) sessions.delete(old.id);
    }
    const session: Session = { id: newToken(), intents, shard, socket: undefined, seq: 0, events: [] };
    sessions.set(session.id, session);
    attach(session, socket);
    const hasGuild = isOnShard(session, world.guildId);
    send(session, GatewayDispatchEvents.Ready, {
      v: 10,
      user: world.bot,
      guilds: hasGuild ? [{ id: world.guildId, unavailable: true }] : [],
      session_id: session.id,
      resume_gateway_url: resumeUrl,
      shard,
      application: { id: world.applicationId, flags: 0 },
    });
    if (hasGuild && (intents & GatewayIntentBits.Guilds) !== 0) {
      send(session, GatewayDispatchEvents.GuildCreate, describeGuild(world));
    }
    world.emit({ name: 'presence', data: { isBotOnline: true } });
    return session;
  }

  function resume(socket: WebSocket, data: unknown): Session | undefined {
    const parsed = resumeSchema.safeParse(data);
    const session = parsed.success ? sessions.get(parsed.data.session_id) : undefined;
    const seq = parsed.data?.seq ?? 0;
    const oldestKept = session?.events[0]?.seq ?? 0;
    if (parsed.data?.token !== token || session === undefined || seq > session.seq || seq < oldestKept - 1) {
      sendOp(socket, GatewayOpcodes.InvalidSession, false);
      return undefined;
    }
    session.socket?.terminate();
    attach(session, socket);
    for (const event of session.events) if (event.seq > seq) socket.send(event.payload);
    send(session, GatewayDispatchEvents.Resumed, {});
    world.emit({ name: 'presence', data: { isBotOnline: true } });
    return session;
  }

  function receive(socket: WebSocket, resumeUrl: string): void {
    let session: Session | undefined;
    sendOp(socket, GatewayOpcodes.Hello, { heartbeat_interval: HEARTBEAT_INTERVAL_MS });
    socket.on('error', () => socket.terminate());
    socket.on('message', (raw) => {
      const payload = payloadSchema.safeParse(parseJson(String(raw)));
      if (!payload.success) {
        return refuse(socket, GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
      }
      const { op, d } = payload.data;
      if (op === GatewayOpcodes.Heartbeat) return sendOp(socket, GatewayOpcodes.HeartbeatAck, undefined);
      if (op === GatewayOpcodes.Identify || op === GatewayOpcodes.Resume) {
        if (session !== undefined) {
          return refuse(socket, GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
        }
        session = op === GatewayOpcodes.Identify ? identify(socket, resumeUrl, d) : resume(socket, d);
        return;
      }
      if (!IGNORED_OPCODES.includes(op)) {
        return refuse(socket, GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
      }
      if (session === undefined) refuse(socket, GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
    });
  }

  return {
    isOnline,

    /** Sends a guild event to the bot if it asked for its intent. Interactions need none. */
    dispatch(event: GatewayDispatchEvents, data: unknown, intent = 0): void {
      for (const session of sessions.values()) {
        if (isOnShard(session, world.guildId) && (session.intents & intent) === intent) {
          send(session, event, data);
        }
      }
    },

    /** Takes WebSocket requests for `/gateway` and refuses all others. */
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const url = new URL(request.url ?? '/', 'ws://playground');
      if (url.pathname !== '/gateway') {
        socket.on('error', () => socket.destroy());
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        if (url.searchParams.get('v') !== '10') {
          return refuse(webSocket, GatewayCloseCodes.InvalidAPIVersion, 'Invalid API version.');
        }
        receive(webSocket, `ws://${request.headers.host}/gateway`);
      });
    },

    /** Ends every connection; sessions are lost. */
    close(): void {
      sessions.clear();
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** Allowed requests for presence, voice and members, which nothing here answers. */
const IGNORED_OPCODES: readonly number[] = [
  GatewayOpcodes.PresenceUpdate,
  GatewayOpcodes.VoiceStateUpdate,
  GatewayOpcodes.RequestGuildMembers,
  GatewayOpcodes.RequestSoundboardSounds,
];

/** https://docs.discord.com/developers/events/gateway#sharding-sharding-formula */
function isOnShard({ shard }: Session, guildId: string): boolean {
  return Number((BigInt(guildId) >> 22n) % BigInt(shard[1])) === shard[0];
}

function refuse(socket: WebSocket, code: GatewayCloseCodes, reason: string): undefined {
  socket.close(code, reason);
}

function sendOp(socket: WebSocket, op: GatewayOpcodes, data: unknown): void {
  socket.send(JSON.stringify({ op, d: data ?? null, s: null, t: null }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
