/** A Discord-compatible server for running and testing the bot without Discord. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { APIUser } from 'discord-api-types/v10';
import { GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10';
import { Hono } from 'hono';
import { type Clock, systemClock } from '../src/lib/clock.ts';
import { createGateway } from './gateway.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { createPageApi } from './page-api.ts';
import { createPageFiles } from './page-files.ts';
import { type BotRequest, createRest } from './rest.ts';
import { createTimeTravel, type TimeTravel } from './time-travel.ts';
import { createWorld, type World, type WorldEvent } from './world.ts';

/** Room for more than a hundred of the largest commands. */
const BODY_MAX_BYTES = 1024 * 1024;

export interface Playground {
  /** The bot's token, new at each start. */
  readonly token: string;
  readonly applicationId: string;
  readonly bot: APIUser;
  /** `/api/v10` for the bot, `/playground` for the page, and at `/` the page itself. */
  readonly app: Hono;
  /** Handles WebSocket requests for `/gateway` and answers others with 404. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  isBotOnline(): boolean;
  /** Lets code act as a person without the page. */
  readonly world: World;
  readonly interactions: Interactions;
  /** Ends every connection and timer. */
  close(): void;
}

export interface PlaygroundOptions {
  readonly clock?: Clock;
  /** Moves the clock, if the page may. */
  readonly time?: TimeTravel;
  /** A random, unguessable text, safe in an address. */
  readonly newToken?: () => string;
  /** Called for every request of the bot, before it is checked. */
  readonly onBotRequest?: (request: BotRequest) => void;
}

/** Creates a playground to mount on an HTTP server. Time and randomness are the machine's own unless given. */
export function createPlayground({
  clock = systemClock,
  time,
  newToken = () => randomBytes(24).toString('base64url'),
  onBotRequest = () => {},
}: PlaygroundOptions = {}): Playground {
  const world = createWorld(clock);
  const token = `${Buffer.from(world.applicationId).toString('base64url')}.${newToken()}`;
  const gateway = createGateway(world, token, newToken);
  const interactions = createInteractions(world, clock, newToken, (payload) =>
    gateway.dispatch(GatewayDispatchEvents.InteractionCreate, payload),
  );
  const page = createPageApi(world, gateway, interactions, clock);
  const stopTelling = world.subscribe((event) => tellBot(event, world, gateway.dispatch));

  const app = new Hono();
  // Hono's own limit rebuilds a request without Content-Length, which fails for those of @hono/node-server.
  app.use(async (context, next) => {
    const length = context.req.header('content-length');
    if (length === undefined && context.req.header('transfer-encoding') !== undefined)
      return context.text('Send the body with a Content-Length.', 411);
    if (Number(length ?? 0) > BODY_MAX_BYTES) return context.text('The body is too large.', 413);
    return next();
  });
  app.route('/api/v10', createRest({ world, interactions, clock, token, onBotRequest }));
  app.route('/playground', page.api);
  if (time) app.route('/playground/time', createTimeTravel(world, clock, time));
  app.route('/', createPageFiles());

  return {
    token,
    applicationId: world.applicationId,
    bot: world.bot,
    app,
    handleUpgrade: gateway.handleUpgrade,
    isBotOnline: gateway.isOnline,
    world,
    interactions,
    close(): void {
      stopTelling();
      interactions.close();
      page.close();
      gateway.close();
    },
  };
}

/**
 * Sends messages to the bot if it asked for such events, except private answers. Without the intent, text is hidden
 * unless the message mentions the bot: https://docs.discord.com/developers/events/gateway#message-content-intent.
 */
function tellBot(
  event: WorldEvent,
  world: World,
  dispatch: (event: GatewayDispatchEvents, data: unknown, intent: number) => void,
): void {
  if (event.name !== 'created' && event.name !== 'changed' && event.name !== 'deleted') return;
  if (event.name === 'deleted') {
    if (event.data.audience !== undefined) return;
    const place = { channel_id: world.channelId, guild_id: world.guildId };
    const intent = GatewayIntentBits.GuildMessages;
    dispatch(GatewayDispatchEvents.MessageDelete, { id: event.data.id, ...place }, intent);
    return;
  }
  const { message, audience } = event.data;
  const isDirect = world.personOfDirect(message.channel_id) !== undefined;
  if (audience !== undefined && !isDirect) return;
  const name =
    event.name === 'created' ? GatewayDispatchEvents.MessageCreate : GatewayDispatchEvents.MessageUpdate;
  const isForBot =
    isDirect ||
    message.author.id === world.bot.id ||
    message.mentions.some((mentioned) => mentioned.id === world.bot.id);
  const seen = isForBot ? message : { ...message, content: '', embeds: [], components: [] };
  if (isDirect) dispatch(name, seen, GatewayIntentBits.DirectMessages);
  else dispatch(name, { ...seen, guild_id: world.guildId }, GatewayIntentBits.GuildMessages);
}
