/** Answers plain messages to the bot: direct ones, mentions, and replies to it. It ignores all others. */
import {
  type APIMessage,
  type APIRole,
  DiscordAPIError,
  type GatewayMessageCreateDispatchData,
  MessageType,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import { UserError } from '../domain/errors.ts';
import { platformId } from '../domain/person.ts';
import type { Reply } from '../reply/reply.ts';
import { unreadableReply } from '../reply/small-talk.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { type DispatchDeps, handle } from './dispatch.ts';
import { customIdsIn, messageBody } from './message-body.ts';

// The limit of a command's option.
const MAX_TEXT_CHARS = 2_000;
const MENTIONS = /<@[!&]?\d+>/g;
const DAY_MS = 86_400_000;
const REMEMBERED = 10_000;

/** The function that answers a message if it is meant for the bot. */
export function createMessageDispatch(
  deps: DispatchDeps,
  rest: Pick<REST, 'get' | 'patch' | 'post'>,
): (message: GatewayMessageCreateDispatchData, botId: string) => Promise<void> {
  const command = deps.commands.find(({ message: hear }) => hear);
  const ownRole = createOwnRole(rest);
  // One hint a day: people may well talk to each other below the bot's messages.
  const hinted = new LRUCache<string, true>({ max: REMEMBERED, ttl: DAY_MS });

  return async (message, botId) => {
    const hear = command?.message;
    if (!hear || !isByPerson(message)) return;
    if (!isReadable(message, botId)) {
      if (hinted.has(message.author.id) || !(await seeksBot(message, botId, ownRole))) return;
      hinted.set(message.author.id, true);
      await createSender(rest, message)(unreadableReply(botId)).catch(() => {});
      return;
    }
    const { channel_id: channelId, guild_id: guildId, author } = message;
    const said = {
      text: truncate(collapseSpace(message.content.replace(MENTIONS, ' ')), MAX_TEXT_CHARS),
      repliedIds: repliedIdsIn(message.referenced_message, botId),
      // Only messages in threads have a position: https://docs.discord.com/developers/resources/message#message-object.
      invoker: {
        personId: platformId('discord', author.id),
        serverId: guildId === undefined ? undefined : platformId('discord', guildId),
        channelId: platformId('discord', channelId),
        isInThread: message.position !== undefined,
      },
    };
    const send = createSender(rest, message);
    await handle(deps, command.definition.name, 'message', said.invoker, {
      // A failed typing indicator does no harm.
      defer: () => rest.post(Routes.channelTyping(channelId)).catch(() => {}),
      answer: () => hear(said, deps.services),
      send,
      sendProblem: send,
    });
  };
}

/** Ignores bots, itself included, so that two bots can't talk for ever. */
function isByPerson({ author, webhook_id, type }: GatewayMessageCreateDispatchData): boolean {
  return !author.bot && !webhook_id && (type === MessageType.Default || type === MessageType.Reply);
}

/**
 * Discord shows the bot the text of direct messages and of those that mention it:
 * https://docs.discord.com/developers/events/gateway#message-content-intent
 */
const isReadable = (message: GatewayMessageCreateDispatchData, botId: string): boolean =>
  message.guild_id === undefined || message.mentions.some(({ id }) => id === botId);

/** Mentions the bot's own role, or replies to the bot with the mention switched off. */
async function seeksBot(
  message: GatewayMessageCreateDispatchData,
  botId: string,
  ownRole: OwnRole,
): Promise<boolean> {
  if (message.referenced_message?.author.id === botId) return true;
  if (message.guild_id === undefined || message.mention_roles.length === 0) return false;
  const role = await ownRole(message.guild_id, botId);
  return role !== undefined && message.mention_roles.includes(role);
}

type OwnRole = (guildId: string, botId: string) => Promise<string | undefined>;

/** Discord gives each bot a role of its own in a server, tagged with the bot's id. */
function createOwnRole(rest: Pick<REST, 'get'>): OwnRole {
  const known = new LRUCache<string, Promise<string | undefined>>({ max: REMEMBERED, ttl: DAY_MS });
  return (guildId, botId) => {
    const role =
      known.get(guildId) ??
      rest
        .get(Routes.guildRoles(guildId))
        .then((roles) => (roles as APIRole[]).find(({ tags }) => tags?.bot_id === botId)?.id)
        .catch(() => undefined);
    known.set(guildId, role);
    return role;
  };
}

/** The component ids of the bot's message that was replied to. */
function repliedIdsIn(message: APIMessage | null | undefined, botId: string): string[] {
  if (message?.author.id !== botId) return [];
  return (message.components ?? []).flatMap(customIdsIn);
}

/** Replies to the message; from the second call on, edits that reply. */
function createSender(rest: Pick<REST, 'patch' | 'post'>, asked: APIMessage) {
  const route = Routes.channelMessages(asked.channel_id);
  const message_reference = { message_id: asked.id, fail_if_not_exists: false };
  let sent: APIMessage | undefined;
  return async (reply: Reply): Promise<void> => {
    const body = { ...messageBody(reply), allowed_mentions: { parse: [], replied_user: false } };
    try {
      if (sent) {
        await rest.patch(Routes.channelMessage(sent.channel_id, sent.id), { body });
        return;
      }
      sent = (await rest.post(route, { body: { ...body, message_reference } }).catch((error) => {
        if (!NEEDS_HISTORY.includes(codeOf(error))) throw error;
        return rest.post(route, { body });
      })) as APIMessage;
    } catch (error) {
      if (error instanceof DiscordAPIError && (error.status === 403 || error.status === 404)) {
        throw new UserError(
          "I can't show my answer here. My role needs Send Messages and Embed Links in this channel: a moderator can give it both in the channel's settings, under Permissions.",
          { cause: error },
        );
      }
      throw error;
    }
  };
}

/** A reply that refers to a message needs the permission Read Message History; a plain message doesn't. */
const NEEDS_HISTORY: readonly unknown[] = [
  RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory,
  RESTJSONErrorCodes.CannotReferenceAMessageWithoutPermissionToReadMessageHistory,
];
const codeOf = (error: unknown): unknown =>
  error instanceof DiscordAPIError ? Number(error.code) : undefined;
