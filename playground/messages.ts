/** Messages as Discord would describe them, made from the bot's requests. */
import type {
  APIApplicationCommandInteractionMetadata,
  APIMessage,
  APIMessageComponentInteractionMetadata,
  APIMessageInteraction,
  APIModalSubmitInteractionMetadata,
  APIUser,
} from 'discord-api-types/v10';
import { EmbedType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { emptyMessage, isEmptyMessage, type MessageBody, refuseMixture } from './limits.ts';
import type { World } from './world.ts';

/** The origin of a message: a command, a button on another message, or a form. */
export interface MessageOrigin {
  readonly metadata:
    | APIApplicationCommandInteractionMetadata
    | APIMessageComponentInteractionMetadata
    | APIModalSubmitInteractionMetadata;
  /** For a command: who used which, as the line above the message says. */
  readonly interaction?: APIMessageInteraction | undefined;
  /** For a follow-up: the first answer. */
  readonly originalId?: string | undefined;
}

/** A message by the bot. Without an origin, the bot sent it to the channel unprompted. */
export function newMessage(
  world: World,
  draft: MessageBody,
  flags: number,
  nowMs: number,
  origin?: MessageOrigin,
): APIMessage {
  const { content = '', embeds = [], components = [] } = draft;
  return {
    id: world.newId(),
    channel_id: world.channelId,
    author: world.bot,
    content,
    timestamp: new Date(nowMs).toISOString(),
    edited_timestamp: null,
    tts: false,
    ...mentions(world, draft),
    mention_roles: [],
    attachments: attachmentsOf(world, draft),
    embeds: embeds.map((embed) => ({ type: EmbedType.Rich, ...embed })),
    components,
    pinned: false,
    type: MessageType.Default,
    flags: flags as MessageFlags,
    ...(draft.nonce !== undefined && { nonce: draft.nonce }),
    ...(origin && describeOrigin(world, origin)),
  };
}

/** Uploaded files, kept in their own addresses. */
const attachmentsOf = (world: World, { files = [] }: MessageBody): APIMessage['attachments'] =>
  files.map(({ name, type, base64, bytes }) => ({
    id: world.newId(),
    filename: name,
    size: bytes,
    content_type: type,
    url: `data:${type};base64,${base64}`,
    proxy_url: '',
  }));

/** "Thinking…": the content of a deferred answer until it is edited. */
export function loadingMessage(
  world: World,
  isEphemeral: boolean,
  nowMs: number,
  origin: MessageOrigin,
): APIMessage {
  const flags = MessageFlags.Loading | (isEphemeral ? MessageFlags.Ephemeral : 0);
  return newMessage(world, {}, flags, nowMs, origin);
}

/** True while it shows "thinking…". */
export function isLoading({ flags }: APIMessage): boolean {
  return ((flags ?? 0) & MessageFlags.Loading) !== 0;
}

/**
 * Replaces the given parts of a message.
 * @throws RestError if nothing would be left to see.
 */
export function editedMessage(
  world: World,
  message: APIMessage,
  change: MessageBody,
  nowMs: number,
): APIMessage {
  const flags = message.flags ?? 0;
  const suppressed = (change.flags ?? flags) & MessageFlags.SuppressEmbeds;
  // Once set it stays: https://docs.discord.com/developers/resources/message#message-object-message-flags.
  const layout = ((change.flags ?? 0) | flags) & MessageFlags.IsComponentsV2;
  const edited: APIMessage = {
    ...message,
    content: change.content ?? message.content,
    embeds: change.embeds?.map((embed) => ({ type: EmbedType.Rich, ...embed })) ?? message.embeds,
    components: change.components ?? message.components ?? [],
    ...(change.files && { attachments: attachmentsOf(world, change) }),
    ...(change.content !== undefined && mentions(world, change)),
    flags: ((flags & ~(MessageFlags.Loading | MessageFlags.SuppressEmbeds)) |
      suppressed |
      layout) as MessageFlags,
    edited_timestamp: isLoading(message) ? null : new Date(nowMs).toISOString(),
  };
  if (isEmptyMessage(edited)) throw emptyMessage();
  refuseMixture({ ...change, content: edited.content, embeds: edited.embeds }, edited.flags ?? 0);
  return edited;
}

function describeOrigin(world: World, { metadata, interaction, originalId }: MessageOrigin) {
  return {
    type: interaction === undefined ? MessageType.Reply : MessageType.ChatInputCommand,
    application_id: world.applicationId,
    webhook_id: world.applicationId,
    interaction_metadata: {
      ...metadata,
      ...(interaction && { name: interaction.name }),
      ...(originalId !== undefined && { original_response_message_id: originalId }),
    },
    ...(interaction && { interaction }),
  };
}

/**
 * The people a message notifies, given what the bot allows:
 * https://docs.discord.com/developers/resources/message#allowed-mentions-object
 */
function mentions(world: World, draft: MessageBody): { mention_everyone: boolean; mentions: APIUser[] } {
  const { content = '', allowed_mentions: allowed } = draft;
  const mayMention = (kind: 'everyone' | 'users') =>
    allowed === undefined || (allowed.parse ?? []).includes(kind);
  return {
    mention_everyone: mayMention('everyone') && /@(everyone|here)/.test(content),
    mentions: [...content.matchAll(/<@!?(\d+)>/g)]
      .map(([, id = '']) => world.people.get(id)?.user)
      .filter((user) => user !== undefined)
      .filter(({ id }) => mayMention('users') || (allowed?.users ?? []).includes(id)),
  };
}
