/** People's plain messages, and replies. https://docs.discord.com/developers/resources/message */
import type { APIMessage, MessageFlags } from 'discord-api-types/v10';
import { MessageReferenceType, MessageType } from 'discord-api-types/v10';
import { RestError } from './rest-error.ts';
import type { Person, World } from './world.ts';

export interface TypedMessage {
  readonly content: string;
  readonly replied?: APIMessage | undefined;
  /** False for a reply with the mention switched off. */
  readonly mentionsReplied?: boolean;
  /** The main channel if undefined. */
  readonly channelId?: string;
  /** The number of earlier messages in its thread, if it is in one. */
  readonly position?: number;
}

/** Adds a person's message. A reply mentions its author, as on Discord, unless that is switched off. */
export function say(world: World, { user }: Person, nowMs: number, said: TypedMessage): APIMessage {
  const { content, replied, position, mentionsReplied = true } = said;
  const channelId = said.channelId ?? replied?.channel_id ?? world.channelId;
  const mentioned = [...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id);
  const known = [world.bot, ...[...world.people.values()].map((person) => person.user)];
  const message: APIMessage = {
    id: world.newId(),
    channel_id: channelId,
    author: user,
    content,
    timestamp: new Date(nowMs).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: known.filter(
      ({ id }) => mentioned.includes(id) || (mentionsReplied && id === replied?.author.id),
    ),
    mention_roles: [...content.matchAll(/<@&(\d+)>/g)].map(([, id = '']) => id),
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    type: MessageType.Default,
    flags: 0 as MessageFlags,
    ...(position !== undefined && { position }),
    ...(replied && replyParts(world, channelId, { message_id: replied.id, fail_if_not_exists: true })),
  };
  return world.put(message, world.personOfDirect(channelId));
}

/** The fields that make a message a reply; empty if the original is gone and need not exist. */
export function replyParts(
  world: World,
  channelId: string,
  reference: { readonly message_id: string; readonly fail_if_not_exists: boolean } | undefined,
): Pick<APIMessage, 'message_reference' | 'referenced_message'> & { readonly type?: MessageType } {
  if (!reference) return {};
  const found = world.find(reference.message_id)?.message;
  if (!found || found.channel_id !== channelId) {
    if (reference.fail_if_not_exists) throw new RestError(400, 50035, 'Unknown message');
    return {};
  }
  // The original's own reference is left out, or a long conversation would nest in each message.
  const { referenced_message: _, ...referenced } = found;
  return {
    type: MessageType.Reply,
    message_reference: {
      type: MessageReferenceType.Default,
      message_id: found.id,
      channel_id: channelId,
      ...(world.personOfDirect(channelId) === undefined && { guild_id: world.guildId }),
    },
    referenced_message: referenced,
  };
}
