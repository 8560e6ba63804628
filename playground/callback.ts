/**
 * The ways to answer an interaction:
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
 */
import { InteractionResponseType, InteractionType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { parseForm, withoutNulls } from './form.ts';

export type CallbackType =
  | InteractionResponseType.ChannelMessageWithSource
  | InteractionResponseType.DeferredChannelMessageWithSource
  | InteractionResponseType.DeferredMessageUpdate
  | InteractionResponseType.UpdateMessage
  | InteractionResponseType.ApplicationCommandAutocompleteResult
  | InteractionResponseType.Modal;
export type MessageResponse =
  | InteractionResponseType.ChannelMessageWithSource
  | InteractionResponseType.UpdateMessage;

function callbackTypes(type: InteractionType): readonly [CallbackType, ...CallbackType[]] {
  switch (type) {
    case InteractionType.ApplicationCommandAutocomplete:
      return [InteractionResponseType.ApplicationCommandAutocompleteResult];
    case InteractionType.MessageComponent:
      return [
        InteractionResponseType.ChannelMessageWithSource,
        InteractionResponseType.DeferredChannelMessageWithSource,
        InteractionResponseType.DeferredMessageUpdate,
        InteractionResponseType.UpdateMessage,
        InteractionResponseType.Modal,
      ];
    case InteractionType.ApplicationCommand:
      return [
        InteractionResponseType.ChannelMessageWithSource,
        InteractionResponseType.DeferredChannelMessageWithSource,
        InteractionResponseType.Modal,
      ];
    default:
      return [
        InteractionResponseType.ChannelMessageWithSource,
        InteractionResponseType.DeferredChannelMessageWithSource,
      ];
  }
}

/**
 * Reads the callback's kind.
 * @throws RestError if this kind of interaction doesn't take it.
 */
export function parseCallback(body: unknown, type: InteractionType): { type: CallbackType; data?: unknown } {
  const types = callbackTypes(type);
  return parseForm(z.object({ type: z.literal(types), data: z.unknown().exactOptional() }), body);
}

const DEFER_SCHEMA = z.object({ flags: z.int().exactOptional() });

/** True for a deferral whose answer is private. */
export function parseDefer(body: unknown): { isEphemeral: boolean } {
  const { flags = 0 } = parseForm(DEFER_SCHEMA, withoutNulls(body ?? {}));
  return { isEphemeral: (flags & MessageFlags.Ephemeral) !== 0 };
}

const CHOICES_SCHEMA = z.object({
  choices: z
    .array(z.object({ name: z.string().min(1).max(100), value: z.union([z.string().max(100), z.number()]) }))
    .max(25),
});

/** An autocomplete's suggestions. */
export function parseChoices(body: unknown): z.infer<typeof CHOICES_SCHEMA> {
  return parseForm(CHOICES_SCHEMA, withoutNulls(body));
}
