/** The connection to Discord or to the playground: one client that holds the gateway open and answers interactions. */
import { once } from 'node:events';
import { isDeepStrictEqual as isEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ChannelType,
  Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  GatewayIntentBits,
  type GatewayInteractionCreateDispatchData,
  type GatewayMessageCreateDispatchData,
  type Interaction,
  Options,
  Routes,
  Status,
} from 'discord.js';
import type { Registered } from '../../commands/command.ts';
import { ConfigError, describeError, UserError } from '../domain/errors.ts';
import type { Log } from '../lib/log.ts';
import { type CommandIds, commandIdsOf } from './command-mentions.ts';

const THREADS: readonly ChannelType[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];
const DISCONNECT_PATIENCE_MS = 1_000;
const COPY_TOKEN = 'Copy it again from https://discord.com/developers/applications, Bot, Reset Token.';

export interface Bot {
  readonly applicationId: string;
  readonly name: string;
  readonly commandIds: CommandIds;
  isConnected(): boolean;
  /** Resolves with a UserError once Discord ends the connection for good, as after a token reset. */
  readonly ended: Promise<UserError>;
  /** Takes no new interactions, waits up to `timeoutMs` for running ones, and disconnects. */
  close(timeoutMs: number): Promise<void>;
}

export interface BotOptions {
  readonly token: string;
  /** If undefined, Discord is asked for it with the token. */
  readonly applicationId?: string | undefined;
  /** REST base without version, such as `https://discord.com/api`. It also gives the gateway's address. */
  readonly apiUrl: string;
  /** Time limit for the first connection. A connection lost later is restored without limit. */
  readonly loginPatienceMs: number;
  /** Aborts the start; has no effect afterwards. */
  readonly starting: AbortSignal;
  readonly definitions: readonly Registered[];
  /** `isInThread` is passed along because the client need not know the channel. */
  readonly onInteraction: (interaction: Interaction, isInThread: boolean) => Promise<void>;
  /** Receives each server as the connection reports it, joined just now or long ago. */
  readonly onGuild: (guild: GatewayGuildCreateDispatchData, botId: string) => Promise<void>;
  /** Receives every message that the bot can read, most of them without text. `botId` is the bot's user. */
  readonly onMessage: (message: GatewayMessageCreateDispatchData, botId: string) => Promise<void>;
  readonly log: Log;
}

/**
 * Logs in, registers the commands and starts answering.
 * @throws ConfigError if Discord refuses the token or the application id, or can't be reached.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { log } = options;
  // Commands and buttons need no intent. The first reports servers, so that a new one can be greeted; the others bring
  // messages, with their text only if they mention the bot; the
  // text of all others would need a privileged intent:
  // https://docs.discord.com/developers/events/gateway#message-content-intent.
  const intents = [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.DirectMessages,
  ];
  const client = new Client({
    intents,
    rest: { api: options.apiUrl },
    allowedMentions: { parse: [] },
    // What servers contain is asked for when it is needed; keeping it all would cost memory.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      PresenceManager: 0,
    }),
  });
  const underWay = new Set<Promise<void>>();
  const waitFor = (answering: Promise<void>): void => {
    const answered = answering.finally(() => underWay.delete(answered));
    underWay.add(answered);
  };
  // Read from the wire, which happens before the client emits its event.
  const inThreads = new Set<string>();
  const noteThread = ({ id, channel }: GatewayInteractionCreateDispatchData): void => {
    if (channel?.type !== undefined && THREADS.includes(channel.type)) inThreads.add(id);
  };
  client.ws.on(GatewayDispatchEvents.InteractionCreate, noteThread);
  const take = (interaction: Interaction): void =>
    waitFor(options.onInteraction(interaction, inThreads.delete(interaction.id)));
  client.on(Events.InteractionCreate, take);
  // Raw gateway data: the client's own event drops messages from servers that it has not cached.
  const hear = (message: GatewayMessageCreateDispatchData): void => {
    if (client.user) waitFor(options.onMessage(message, client.user.id));
  };
  client.ws.on(GatewayDispatchEvents.MessageCreate, hear);
  const join = (guild: GatewayGuildCreateDispatchData): void => {
    if (client.user)
      waitFor(
        options
          .onGuild(guild, client.user.id)
          .catch((error) => log.warn({ error }, 'could not greet a new server')),
      );
  };
  client.ws.on(GatewayDispatchEvents.GuildCreate, join);
  client.on(Events.Error, (error) => log.error({ error }, 'the Discord client reported an error'));
  // The client retries twice a second while Discord is away. The log gets only the first loss and the recovery.
  let isLost = false;
  const onLost = (): void => {
    if (!isLost) log.warn('lost the connection to Discord, connecting again');
    isLost = true;
  };
  const onBack = (): void => {
    if (isLost) log.info('connected to Discord again');
    isLost = false;
  };
  client.on(Events.ShardReconnecting, onLost);
  client.on(Events.ShardResume, onBack);
  client.on(Events.ShardReady, onBack);
  let refusal: GatewayCloseCodes | undefined;
  const ended = new Promise<UserError>((resolve) =>
    client.once(Events.ShardDisconnect, ({ code }) => {
      if (code >= GatewayCloseCodes.UnknownError) refusal = code;
      log.error({ code }, 'Discord ended the connection for good');
      resolve(new UserError(explainEnd(code)));
    }),
  );

  const disconnect = (): Promise<void> => {
    // From here on, a lost connection is intended.
    client.off(Events.ShardReconnecting, onLost);
    // If the gateway never said hello, discord.js would wait for ever for its close.
    return within(DISCONNECT_PATIENCE_MS, client.destroy());
  };

  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  let applicationId = options.applicationId;
  let commandIds: CommandIds = new Map();
  try {
    const { starting, loginPatienceMs } = options;
    starting.throwIfAborted();
    const aborted = once(starting, 'abort').then(() => starting.throwIfAborted());
    const connected = Promise.all([ready, client.login(options.token)]);
    await within(loginPatienceMs, Promise.race([connected, aborted]));
    if (!client.isReady()) throw new Error(`no connection within ${options.loginPatienceMs / 1000} s`);
    applicationId ??= client.application.id;
    commandIds = await register(client, applicationId, options);
  } catch (cause) {
    await disconnect();
    throw refusal === undefined
      ? explainStart(cause, options)
      : new ConfigError(explainEnd(refusal), { cause });
  }

  return {
    applicationId,
    commandIds,
    ended,
    name: client.user.username,
    // client.isReady() stays true while the connection is lost.
    isConnected: () => client.ws.shards.every(({ status }) => status === Status.Ready),
    async close(timeoutMs) {
      client.off(Events.InteractionCreate, take);
      client.ws.off(GatewayDispatchEvents.MessageCreate, hear);
      client.ws.off(GatewayDispatchEvents.GuildCreate, join);
      await within(timeoutMs, Promise.allSettled(underWay));
      await disconnect();
    },
  };
}

/** Returns the commands' ids. One bulk overwrite, only if Discord's commands differ from these: Discord limits how often a bot may change them. */
async function register(
  client: Client<true>,
  applicationId: string,
  { definitions, log }: BotOptions,
): Promise<CommandIds> {
  const route = Routes.applicationCommands(applicationId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const theirs = (await client.rest.get(route, { query })) as readonly APIApplicationCommand[];
  if (theirs.length === definitions.length && isContained(definitions, theirs)) return commandIdsOf(theirs);
  const registered = (await client.rest.put(route, {
    body: definitions,
  })) as readonly APIApplicationCommand[];
  log.info({ commands: definitions.length }, 'registered the commands');
  return commandIdsOf(registered);
}

/**
 * True if Discord's commands contain everything in ours. Discord adds fields of its own, omits those that have their
 * default value (false, or an empty list), and orders commands as it likes.
 */
function isContained(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(ours)) {
    if (ours.length === 0) return theirs === undefined || theirs === null || isEqual(theirs, []);
    if (!Array.isArray(theirs) || theirs.length !== ours.length) return false;
    const isNamed = ours.every((item) => typeof item === 'object' && 'name' in item);
    return ours.every((item, i) =>
      isContained(item, isNamed ? theirs.find(({ name }) => name === item.name) : theirs[i]),
    );
  }
  if (typeof ours !== 'object' || ours === null)
    return ours === theirs || (ours === false && theirs === undefined);
  if (typeof theirs !== 'object' || theirs === null) return false;
  return Object.entries(ours).every(([key, value]) =>
    value === undefined ? true : isContained(value, (theirs as Record<string, unknown>)[key]),
  );
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const END_REASONS: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: `Discord doesn't take DISCORD_TOKEN any more, as when it was reset. ${COPY_TOKEN}`,
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in too many servers for one connection (Discord allows 2,500), and Paperboy opens only one. Remove it from some, or run a second bot with a token of its own.',
  [GatewayCloseCodes.InvalidAPIVersion]:
    'Discord no longer speaks the version of its interface that Paperboy uses. Update Paperboy.',
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord does not let the bot receive messages. Check whether it is restricted at https://discord.com/developers/applications.',
};

const explainEnd = (code: number): string =>
  END_REASONS[code] ??
  `Discord ended the connection for good (${code}, ${GatewayCloseCodes[code] ?? 'for a reason it does not name'}). Start Paperboy again.`;

function explainStart(cause: unknown, { apiUrl, applicationId }: BotOptions): unknown {
  const status = cause instanceof DiscordAPIError ? cause.status : undefined;
  if (
    status === 401 ||
    (cause instanceof DiscordjsError && cause.code === DiscordjsErrorCodes.TokenInvalid)
  ) {
    return new ConfigError(`Discord refused DISCORD_TOKEN. ${COPY_TOKEN}`);
  }
  if (applicationId !== undefined && (status === 403 || status === 404)) {
    return new ConfigError(
      `DISCORD_APPLICATION_ID ${applicationId} is not the application of DISCORD_TOKEN. Leave it out: Paperboy asks Discord.`,
      { cause },
    );
  }
  if (status !== undefined) return cause;
  return new ConfigError(
    `Discord can't be reached at ${apiUrl} (${describeError(cause)}). Check the network, a proxy, and DISCORD_API_URL.`,
    { cause },
  );
}

async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
