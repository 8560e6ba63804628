/**
 * The life of an interaction: a person acts, the bot must acknowledge within three seconds, and may then edit and follow
 * up for fifteen minutes. https://docs.discord.com/developers/interactions/receiving-and-responding
 */
import type {
  APIApplicationCommandOptionChoice,
  APIMessage,
  RESTPostAPIInteractionCallbackWithResponseResult,
} from 'discord-api-types/v10';
import { InteractionResponseType, InteractionType, MessageFlags } from 'discord-api-types/v10';
import {
  type CallbackType,
  type MessageResponse,
  parseCallback,
  parseChoices,
  parseDefer,
} from './callback.ts';
import type { Clock } from './clock.ts';
import { withinField } from './form.ts';
import { describeInteraction } from './interaction-payload.ts';
import { parseEdit, parseNewMessage } from './limits.ts';
import { editedMessage, isLoading, loadingMessage, type MessageOrigin, newMessage } from './messages.ts';
import type { PageAction } from './protocol.ts';
import { RestError, unknownInteraction, unknownMessage, unknownWebhook } from './rest-error.ts';
import type { Person, World } from './world.ts';

const ACKNOWLEDGE_WITHIN_MS = 3_000;
const TOKEN_LIVES_MS = 15 * 60_000;
const NOT_ACKNOWLEDGED = 'The application did not respond';

const REPLY_FLAGS = MessageFlags.Ephemeral | MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications;

/** What the person finally sees of what they did. */
export type Outcome =
  | { readonly type: 'message'; readonly message: APIMessage }
  | { readonly type: 'choices'; readonly choices: readonly APIApplicationCommandOptionChoice[] }
  | { readonly type: 'failed'; readonly message: string };

export interface Started {
  readonly interactionId: string;
  /** Resolves with the first thing that the person sees and that is not "thinking…" any more. */
  readonly outcome: Promise<Outcome>;
}

interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly person: Person;
  readonly origin: MessageOrigin;
  /** Of a button: the message it sits on. */
  readonly sourceId: string | undefined;
  readonly settle: (outcome: Outcome) => void;
  state: 'waiting' | 'acknowledged' | 'failed';
  /** What `@original` means. */
  originalId: string | undefined;
  /** The messages that its token may edit. */
  readonly messageIds: Set<string>;
  stopTimer: () => void;
}

export type Interactions = ReturnType<typeof createInteractions>;

/** The interactions of one world. `dispatch` hands an INTERACTION_CREATE to the gateway. */
export function createInteractions(
  world: World,
  clock: Clock,
  newToken: () => string,
  dispatch: (payload: unknown) => void,
) {
  const byToken = new Map<string, Interaction>();

  function fail(interaction: Interaction, message: string): void {
    interaction.state = 'failed';
    interaction.settle({ type: 'failed', message });
    if (interaction.type === InteractionType.ApplicationCommandAutocomplete) return;
    const audience = interaction.person.user.id;
    world.emit({ name: 'failed', data: { interactionId: interaction.id, message, audience } });
  }

  function acknowledge(interaction: Interaction): void {
    interaction.state = 'acknowledged';
    interaction.stopTimer();
    interaction.stopTimer = clock.after(TOKEN_LIVES_MS, () => {
      byToken.delete(interaction.token);
      const original = world.find(interaction.originalId ?? '')?.message;
      if (original === undefined || !isLoading(original)) return;
      world.remove(original.id);
      fail(interaction, NOT_ACKNOWLEDGED);
    });
  }

  /** Shows a message that the interaction made or changed. */
  function show(interaction: Interaction, message: APIMessage, audience: string | undefined): APIMessage {
    interaction.messageIds.add(message.id);
    world.put(message, audience);
    if (!isLoading(message)) interaction.settle({ type: 'message', message });
    return message;
  }

  function audienceOf(interaction: Interaction, flags: number): string | undefined {
    return (flags & MessageFlags.Ephemeral) === 0 ? undefined : interaction.person.user.id;
  }

  /** The interaction behind a webhook token that may be used now. */
  function acknowledged(token: string): Interaction {
    const interaction = byToken.get(token);
    if (interaction === undefined) throw new RestError(401, 50027, 'Invalid Webhook Token');
    if (interaction.state !== 'acknowledged') throw unknownWebhook();
    return interaction;
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
    /** Does what a person does. Throws an ActionError where it cannot be done. */
    begin(person: Person, action: PageAction): Started {
      const id = world.newId();
      const token = newToken();
      const { payload, origin, sourceId } = describeInteraction(world, person, action, id, token);
      const { promise, resolve } = withResolver<Outcome>();
      const interaction: Interaction = {
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
        stopTimer: clock.after(ACKNOWLEDGE_WITHIN_MS, () => {
          fail(interaction, NOT_ACKNOWLEDGED);
          interaction.stopTimer = clock.after(TOKEN_LIVES_MS, () => byToken.delete(token));
        }),
      };
      byToken.set(token, interaction);
      dispatch(payload);
      return { interactionId: id, outcome: promise };
    },

    /** `POST /interactions/{id}/{token}/callback` */
    respond(id: string, token: string, body: unknown): RESTPostAPIInteractionCallbackWithResponseResult {
      const interaction = byToken.get(token);
      if (interaction === undefined || interaction.id !== id || interaction.state === 'failed') {
        throw unknownInteraction();
      }
      if (interaction.state === 'acknowledged') {
        throw new RestError(400, 40060, 'Interaction has already been acknowledged.');
      }
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

    /** `POST /webhooks/{application}/{token}`. The first follow-up of a deferred answer takes the place of "thinking…". */
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
    close(): void {
      for (const interaction of byToken.values()) interaction.stopTimer();
      byToken.clear();
    },
  };

  /** Carries out a callback of a kind that fits; gives the message it made or changed. */
  function answer(interaction: Interaction, type: CallbackType, data: unknown): APIMessage | undefined {
    switch (type) {
      case InteractionResponseType.ChannelMessageWithSource: {
        const draft = parseNewMessage(data ?? {}, REPLY_FLAGS);
        const flags = draft.flags ?? 0;
        acknowledge(interaction);
        const message = newMessage(world, draft, flags, clock.now(), interaction.origin);
        interaction.originalId = message.id;
        return show(interaction, message, audienceOf(interaction, flags));
      }
      case InteractionResponseType.DeferredChannelMessageWithSource: {
        const { isEphemeral } = parseDefer(data);
        acknowledge(interaction);
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
        acknowledge(interaction);
        interaction.originalId = source.message.id;
        interaction.messageIds.add(source.message.id);
        return changed && show(interaction, changed, source.audience);
      }
      default: {
        const { choices } = parseChoices(data);
        acknowledge(interaction);
        interaction.settle({ type: 'choices', choices });
        return undefined;
      }
    }
  }
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
