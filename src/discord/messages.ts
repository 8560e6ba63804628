/** Plain words to the bot: in direct messages, with a mention, or in reply to it. Whatever else is said is not its business. */
import {
  type APIMessage,
  ComponentType,
  DiscordAPIError,
  type GatewayMessageCreateDispatchData,
  MessageType,
  type REST,
  Routes,
} from 'discord.js';
import { UserError } from '../domain/errors.ts';
import type { Reply } from '../reply/reply.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { type DispatchDeps, handle } from './dispatch.ts';

// As long as an option of a command.
const MAX_TEXT_CHARS = 2_000;
const MENTIONS = /<@[!&]?\d+>/g;

/** The function that answers a message, where it is meant for the bot. */
export function createMessageDispatch(
  deps: DispatchDeps,
  rest: Pick<REST, 'patch' | 'post'>,
): (message: GatewayMessageCreateDispatchData, botId: string) => Promise<void> {
  const command = deps.commands.find(({ message: hear }) => hear);

  return async (message, botId) => {
    const hear = command?.message;
    if (!hear || !isMeantFor(message, botId)) return;
    const { channel_id: channelId, guild_id: guildId, author } = message;
    const said = {
      text: truncate(collapseSpace(message.content.replace(MENTIONS, ' ')), MAX_TEXT_CHARS),
      repliedIds: customIdsIn(message.referenced_message, botId),
      // Only messages in threads have a position: https://docs.discord.com/developers/resources/message#message-object.
      invoker: { userId: author.id, guildId, channelId, isInThread: message.position !== undefined },
    };
    const send = createSender(rest, message);
    await handle(deps, command.definition.name, 'message', {
      // Nobody waits for it to be shown, and where it can't be, neither can the answer.
      defer: () => rest.post(Routes.channelTyping(channelId)).catch(() => {}),
      answer: () => hear(said, deps.services),
      send,
      sendProblem: send,
    });
  };
}

/** Never another bot's, nor its own, so that two bots can't go on for ever. */
function isMeantFor(message: GatewayMessageCreateDispatchData, botId: string): boolean {
  if (message.author.bot || message.webhook_id) return false;
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return false;
  return message.guild_id === undefined || message.mentions.some(({ id }) => id === botId);
}

/** Of the bot's own message that was replied to. */
function customIdsIn(message: APIMessage | null | undefined, botId: string): string[] {
  if (message?.author.id !== botId) return [];
  return (message.components ?? [])
    .flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
    .flatMap((part) => ('custom_id' in part ? part.custom_id : []));
}

/** Replies to the message; from the second time on in place of the reply. */
function createSender(rest: Pick<REST, 'patch' | 'post'>, asked: APIMessage) {
  let sent: APIMessage | undefined;
  return async ({ content = '', embeds = [], components = [] }: Reply): Promise<void> => {
    const body = { content, embeds, components, allowed_mentions: { parse: [], replied_user: false } };
    try {
      if (sent) {
        await rest.patch(Routes.channelMessage(sent.channel_id, sent.id), { body });
        return;
      }
      const message_reference = { message_id: asked.id, fail_if_not_exists: false };
      const route = Routes.channelMessages(asked.channel_id);
      sent = (await rest.post(route, { body: { ...body, message_reference } })) as APIMessage;
    } catch (error) {
      // Who may not speak there can't say so either.
      if (error instanceof DiscordAPIError && (error.status === 403 || error.status === 404)) {
        throw new UserError('I may not write there.', { cause: error });
      }
      throw error;
    }
  };
}
