/**
 * Carries a person's command or button to the bot, and the bot's answers, edits and follow-ups back.
 * https://docs.discord.com/developers/interactions/receiving-and-responding
 */
import type {
  APIMessage,
  APIThreadChannel,
  RESTPostAPIInteractionCallbackWithResponseResult,
} from 'discord-api-types/v10';
import { InteractionResponseType, type InteractionType, MessageFlags } from 'discord-api-types/v10';
import type { Clock } from '../src/lib/clock.ts';
import {
  type CallbackType,
  type MessageResponse,
  parseCallback,
  parseChoices,
  parseDefer,
} from './callback.ts';
import { withinField } from './form.ts';
import { parseModal } from './form-limits.ts';
import { describeInteraction } from './interaction-payload.ts';
import { createLifetimes, type Interaction, type InteractionResult } from './lifetimes.ts';
import { parseEdit, parseNewMessage } from './limits.ts';
import { editedMessage, isLoading, loadingMessage, newMessage } from './messages.ts';
import type { PageAction } from './protocol.ts';
import { unknownMessage } from './rest-error.ts';
import type { Person, World } from './world.ts';

const REPLY_FLAGS =
  MessageFlags.Ephemeral |
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2;

export interface Started {
  readonly interactionId: string;
  /** Resolves with the first thing that the person sees after "thinking…". */
  readonly outcome: Promise<InteractionResult>;
}

export type Interactions = ReturnType<typeof createInteractions>;

/** The interactions of one world. `dispatch` hands an INTERACTION_CREATE to the gateway. */
export function createInteractions(
  world: World,
  clock: Clock,
  newToken: () => string,
  dispatch: (payload: unknown) => void,
) {
  const { start, waiting, acknowledged, close } = createLifetimes(world, clock);

  /** Shows a message that the interaction created or changed. */
  function show(interaction: Interaction, message: APIMessage, audience: string | undefined): APIMessage {
    interaction.messageIds.add(message.id);
    world.put(message, audience);
    if (!isLoading(message)) interaction.settle({ type: 'message', message });
    return message;
  }

  function audienceOf(interaction: Interaction, flags: number): string | undefined {
    return (flags & MessageFlags.Ephemeral) === 0 ? undefined : interaction.person.user.id;
  }

  function ownMessage(interaction: Interaction, messageId: string) {
    const id = messageId === '@original' ? interaction.originalId : messageId;
    const stored = id !== undefined && interaction.messageIds.has(id) ? world.find(id) : undefined;
    if (stored === undefined) throw unknownMessage();
    return stored;
  }

  function edit(interaction: Interaction, messageId: string, body: unknown): APIMessage {
    const { message, audience } = ownMessage(interaction, messageId);
    return show(interaction, editedMessage(world, message, parseEdit(body), clock.now()), audience);
  }

  return {
    /**
     * Performs a person's action in the main channel or a thread below it.
     * @throws ActionError if it is impossible.
     */
    begin(person: Person, action: PageAction, thread?: APIThreadChannel): Started {
      const id = world.newId();
      const token = newToken();
      const { payload, origin, sourceId } = describeInteraction(world, person, action, id, token, thread);
      const { promise, resolve } = withResolver<InteractionResult>();
      start({
        id,
        token,
        type: payload.type,
        person,
        origin,
        sourceId,
        settle: resolve,
        state: 'waiting',
        originalId: undefined,
        messageIds: new Set(),
      });
      dispatch(payload);
      return { interactionId: id, outcome: promise };
    },

    /** `POST /interactions/{id}/{token}/callback` */
    respond(id: string, token: string, body: unknown): RESTPostAPIInteractionCallbackWithResponseResult {
      const interaction = waiting(id, token);
      const { type, data } = parseCallback(body, interaction.type);
      const message = withinField('data', () => answer(interaction, type, data));
      return {
        interaction: {
          id,
          type: interaction.type as InteractionType.ApplicationCommand,
          ...(message !== undefined && {
            response_message_id: message.id,
            response_message_loading: isLoading(message),
            response_message_ephemeral: ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
          }),
        },
        ...(message !== undefined && { resource: { type: type as MessageResponse, message } }),
      };
    },

    /** `POST /webhooks/{application}/{token}`. The first follow-up of a deferred answer replaces "thinking…". */
    followUp(token: string, body: unknown): APIMessage {
      const interaction = acknowledged(token);
      const original = world.find(interaction.originalId ?? '');
      const draft = parseNewMessage(body, REPLY_FLAGS);
      if (original !== undefined && isLoading(original.message)) {
        return show(
          interaction,
          editedMessage(world, original.message, draft, clock.now()),
          original.audience,
        );
      }
      const flags = draft.flags ?? 0;
      const origin = { ...interaction.origin, originalId: interaction.originalId };
      return show(
        interaction,
        newMessage(world, draft, flags, clock.now(), origin),
        audienceOf(interaction, flags),
      );
    },

    /** `GET /webhooks/{application}/{token}/messages/{id}` */
    getMessage: (token: string, messageId: string): APIMessage =>
      ownMessage(acknowledged(token), messageId).message,

    /** `PATCH /webhooks/{application}/{token}/messages/{id}` */
    editMessage: (token: string, messageId: string, body: unknown): APIMessage =>
      edit(acknowledged(token), messageId, body),

    /** `DELETE /webhooks/{application}/{token}/messages/{id}` */
    deleteMessage(token: string, messageId: string): void {
      world.remove(ownMessage(acknowledged(token), messageId).message.id);
    },

    /** Stops every timer. */
    close,
  };

  /** Carries out a callback, and returns the message it created or changed. */
  function answer(interaction: Interaction, type: CallbackType, data: unknown): APIMessage | undefined {
    switch (type) {
      case InteractionResponseType.ChannelMessageWithSource: {
        const draft = parseNewMessage(data ?? {}, REPLY_FLAGS);
        const flags = draft.flags ?? 0;
        interaction.state = 'acknowledged';
        const message = newMessage(world, draft, flags, clock.now(), interaction.origin);
        interaction.originalId = message.id;
        return show(interaction, message, audienceOf(interaction, flags));
      }
      case InteractionResponseType.DeferredChannelMessageWithSource: {
        const { isEphemeral } = parseDefer(data);
        interaction.state = 'acknowledged';
        const message = loadingMessage(world, isEphemeral, clock.now(), interaction.origin);
        interaction.originalId = message.id;
        return show(interaction, message, isEphemeral ? interaction.person.user.id : undefined);
      }
      case InteractionResponseType.DeferredMessageUpdate:
      case InteractionResponseType.UpdateMessage: {
        const source = world.find(interaction.sourceId ?? '');
        if (source === undefined) throw unknownMessage();
        const change = type === InteractionResponseType.UpdateMessage ? parseEdit(data ?? {}) : undefined;
        const changed = change && editedMessage(world, source.message, change, clock.now());
        interaction.state = 'acknowledged';
        interaction.originalId = source.message.id;
        interaction.messageIds.add(source.message.id);
        return changed && show(interaction, changed, source.audience);
      }
      case InteractionResponseType.Modal: {
        const form = parseModal(data);
        interaction.state = 'acknowledged';
        const { person, id } = interaction;
        world.showForm(person, id, form);
        interaction.settle({ type: 'form', form });
        return undefined;
      }
      default: {
        const { choices } = parseChoices(data);
        interaction.state = 'acknowledged';
        interaction.settle({ type: 'choices', choices });
        return undefined;
      }
    }
  }
}

/** Promise.withResolvers, which Node 20 lacks. */
function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
