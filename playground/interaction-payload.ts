/** Builds the INTERACTION_CREATE payload of a person's action, with all the fields of a real one. */
import type { APIBaseInteraction, APIGuildInteractionWrapper, APIThreadChannel } from 'discord-api-types/v10';
import {
  ApplicationIntegrationType,
  InteractionContextType,
  InteractionType,
  Locale,
} from 'discord-api-types/v10';
import { ActionError, commandData, messageMenuData } from './command-data.ts';
import { submissionOf } from './form-submission.ts';
import { BOT_PERMISSIONS, describeMainChannel, describeMember } from './guild.ts';
import type { MessageOrigin } from './messages.ts';
import { pressData } from './press-data.ts';
import type { PageAction } from './protocol.ts';
import type { Person, World } from './world.ts';

const ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024;

interface Described {
  readonly payload: APIGuildInteractionWrapper<APIBaseInteraction<InteractionType, unknown>>;
  readonly origin: MessageOrigin;
  /** For a button or menu: the message it is on. */
  readonly sourceId: string | undefined;
}

/** @throws ActionError if the command, option, message or button doesn't exist. */
export function describeInteraction(
  world: World,
  person: Person,
  action: PageAction,
  id: string,
  token: string,
  thread: APIThreadChannel | undefined,
): Described {
  const { user } = person;
  const authorizing_integration_owners = { [ApplicationIntegrationType.GuildInstall]: world.guildId };
  const metadata = { id, user, authorizing_integration_owners };
  const base: Omit<Described['payload'], 'type'> = {
    id,
    application_id: world.applicationId,
    token,
    version: 1,
    guild_id: world.guildId,
    guild: { id: world.guildId, features: [], locale: Locale.EnglishUS },
    guild_locale: Locale.EnglishUS,
    channel: thread ?? describeMainChannel(world),
    channel_id: thread?.id ?? world.channelId,
    member: { ...describeMember(user), user, permissions: person.permissions.toString() },
    locale: Locale.EnglishUS,
    context: InteractionContextType.Guild,
    authorizing_integration_owners,
    entitlements: [],
    app_permissions: BOT_PERMISSIONS,
    attachment_size_limit: ATTACHMENT_MAX_BYTES,
  };

  if (action.type === 'button' || action.type === 'select') {
    const { message, data } = pressData(world, person, action);
    return {
      payload: { ...base, type: InteractionType.MessageComponent, data, message },
      origin: {
        metadata: { ...metadata, type: InteractionType.MessageComponent, interacted_message_id: message.id },
      },
      sourceId: message.id,
    };
  }

  if (action.type === 'form') {
    const form = world.formOf(person);
    if (form?.custom_id !== action.customId)
      throw new ActionError('That form is gone. Please use the command again.');
    return {
      payload: { ...base, type: InteractionType.ModalSubmit, data: submissionOf(world, form, action.values) },
      origin: {
        metadata: {
          ...metadata,
          type: InteractionType.ModalSubmit,
          triggering_interaction_metadata: { ...metadata, type: InteractionType.ApplicationCommand },
        },
      },
      sourceId: undefined,
    };
  }

  if (action.type === 'message-menu') {
    const type = InteractionType.ApplicationCommand;
    const data = messageMenuData(world, person, action.name, action.messageId);
    return {
      payload: { ...base, type, data: { ...data, guild_id: world.guildId } },
      origin: {
        metadata: { ...metadata, type, target_message_id: action.messageId },
        interaction: { id, type, name: action.name, user },
      },
      sourceId: undefined,
    };
  }

  const type =
    action.type === 'command'
      ? InteractionType.ApplicationCommand
      : InteractionType.ApplicationCommandAutocomplete;
  const data = commandData(world, action.name, action.options, type);
  if (action.type === 'autocomplete' && !action.options.some(({ focused }) => focused === true)) {
    throw new ActionError('An autocomplete needs the option that has the focus.');
  }
  return {
    payload: { ...base, type, data: { ...data, guild_id: world.guildId } },
    origin: {
      metadata: { ...metadata, type: InteractionType.ApplicationCommand },
      interaction: { id, type: InteractionType.ApplicationCommand, name: action.name, user },
    },
    sourceId: undefined,
  };
}
