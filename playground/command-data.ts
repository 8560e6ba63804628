/** Turns what a person filled in into the command data that the bot receives, checked as Discord's own client would. */
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandInteractionDataBasicOption,
  APIApplicationCommandInteractionDataOption,
  APIApplicationCommandOption,
  APIChatInputApplicationCommandInteractionData,
  APIMessageApplicationCommandInteractionData,
  InteractionType,
} from 'discord-api-types/v10';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { describeChannel, describeMember } from './guild.ts';
import type { PageOption } from './protocol.ts';
import type { Person, World } from './world.ts';

type BasicOption = APIApplicationCommandBasicOption;
type FilledOption = PageOption & { readonly focused?: true | undefined };

/** A refused action; the message is for the person. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
}

/**
 * The data of a command or autocomplete interaction. A subcommand is named by its path, as in `daily set`.
 * Throws an ActionError for an unknown command or option, a missing required option or a value out of its bounds.
 */
export function commandData(
  world: World,
  path: string,
  filled: readonly FilledOption[],
  type: InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete,
): APIChatInputApplicationCommandInteractionData {
  const [name, ...subcommands] = path.split(' ');
  const command = world
    .commands()
    .find((candidate) => candidate.type === ApplicationCommandType.ChatInput && candidate.name === name);
  if (command === undefined)
    throw new ActionError(`There is no command /${path}. Type / to see those there are.`);
  const isAutocomplete = type === AUTOCOMPLETE;
  const options = nest(command.options ?? [], subcommands, path, (definitions) =>
    fillOptions(definitions, filled, isAutocomplete),
  );
  return {
    id: command.id,
    name: command.name,
    type: ApplicationCommandType.ChatInput,
    ...(options.length > 0 && { options }),
    ...resolve(world, options),
  };
}

/** @throws ActionError if there is no such menu entry, or the person doesn't see the message. */
export function messageMenuData(
  world: World,
  person: Person,
  name: string,
  messageId: string,
): APIMessageApplicationCommandInteractionData {
  const command = world
    .commands()
    .find((candidate) => candidate.type === ApplicationCommandType.Message && candidate.name === name);
  if (command === undefined) throw new ActionError(`The menu has no entry “${name}”.`);
  const stored = world.find(messageId);
  if (stored === undefined || (stored.audience ?? person.user.id) !== person.user.id)
    throw new ActionError('That message is gone.');
  return {
    id: command.id,
    name: command.name,
    type: ApplicationCommandType.Message,
    target_id: messageId,
    resolved: { messages: { [messageId]: stored.message } },
  };
}

const AUTOCOMPLETE: InteractionType.ApplicationCommandAutocomplete = 4;

function nest(
  definitions: readonly APIApplicationCommandOption[],
  subcommands: readonly string[],
  path: string,
  fill: (definitions: readonly BasicOption[]) => APIApplicationCommandInteractionDataBasicOption[],
): APIApplicationCommandInteractionDataOption[] {
  const [name, ...deeper] = subcommands;
  if (name === undefined) {
    if (!definitions.every(isBasic)) throw new ActionError(`/${path} needs one of its subcommands.`);
    return fill(definitions);
  }
  const definition = definitions.find((candidate) => candidate.name === name);
  if (definition?.type === ApplicationCommandOptionType.Subcommand) {
    return [{ name, type: definition.type, options: fill(definition.options ?? []) }];
  }
  if (definition?.type === ApplicationCommandOptionType.SubcommandGroup) {
    const [subcommand] = nest(definition.options ?? [], deeper, path, fill);
    if (subcommand?.type === ApplicationCommandOptionType.Subcommand) {
      return [{ name, type: definition.type, options: [subcommand] }];
    }
  }
  throw new ActionError(`There is no command /${path}. Type / to see those there are.`);
}

function isBasic(option: APIApplicationCommandOption): option is BasicOption {
  return option.type > ApplicationCommandOptionType.SubcommandGroup;
}

function fillOptions(
  definitions: readonly BasicOption[],
  filled: readonly FilledOption[],
  isAutocomplete: boolean,
): APIApplicationCommandInteractionDataBasicOption[] {
  const unknown = filled.find(({ name }) => !definitions.some((definition) => definition.name === name));
  if (unknown !== undefined) throw new ActionError(`There is no option ${unknown.name}.`);
  const missing = definitions.find(
    ({ name, required }) => required === true && !filled.some((option) => option.name === name),
  );
  if (missing !== undefined && !isAutocomplete) throw new ActionError(`Please fill in ${missing.name}.`);
  return filled.map((option) => {
    const definition = definitions.find(({ name }) => name === option.name);
    if (definition === undefined) throw new ActionError(`There is no option ${option.name}.`);
    // An unfinished option needs only the right type, and a typed one is text.
    const typedAs = option.focused ? ApplicationCommandOptionType.String : definition.type;
    const wrong = isAutocomplete
      ? describeWrongType(typedAs, option.value)
      : describeWrongValue(definition, option.value);
    if (wrong !== undefined) throw new ActionError(`${option.name} ${wrong}.`);
    const { name, type } = definition;
    // The value's type was checked just above, which the compiler cannot follow across the union.
    return {
      name,
      type,
      value: option.value,
      ...(isAutocomplete && option.focused === true && { focused: true }),
    } as APIApplicationCommandInteractionDataBasicOption;
  });
}

/** Why a value doesn't fit the option, as the rest of a sentence; undefined if it does. */
function describeWrongValue(definition: BasicOption, value: PageOption['value']): string | undefined {
  const wrongType = describeWrongType(definition.type, value);
  if (wrongType !== undefined) return wrongType;
  switch (definition.type) {
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number: {
      const { min_value: min = -Infinity, max_value: max = Infinity } = definition;
      if (Number(value) < min) return `must be ${min} or more`;
      if (Number(value) > max) return `must be ${max} or less`;
      return describeWrongChoice(definition.choices, value);
    }
    case ApplicationCommandOptionType.String: {
      const { length } = String(value);
      const { min_length: min = 0, max_length: max = 6_000 } = definition;
      if (length < min) return `must have ${min} characters or more`;
      if (length > max) return `must have ${max} characters or fewer`;
      return describeWrongChoice(definition.choices, value);
    }
    default:
      return undefined;
  }
}

function describeWrongType(type: BasicOption['type'], value: PageOption['value']): string | undefined {
  switch (type) {
    case ApplicationCommandOptionType.Integer:
      return Number.isInteger(value) ? undefined : 'must be a whole number';
    case ApplicationCommandOptionType.Number:
      return typeof value === 'number' ? undefined : 'must be a number';
    case ApplicationCommandOptionType.Boolean:
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case ApplicationCommandOptionType.String:
      return typeof value === 'string' ? undefined : 'must be text';
    default:
      return typeof value === 'string' ? undefined : 'must be an id';
  }
}

function describeWrongChoice(
  choices: readonly { readonly value: string | number }[] | undefined,
  value: PageOption['value'],
): string | undefined {
  if (choices === undefined || choices.length === 0) return undefined;
  return choices.some((choice) => choice.value === value) ? undefined : 'must be one of its choices';
}

/** The people and channels named by options, as Discord resolves them. */
function resolve(
  world: World,
  options: readonly APIApplicationCommandInteractionDataOption[],
): Pick<APIChatInputApplicationCommandInteractionData, 'resolved'> {
  const basic = options.flatMap(function flatten(option): APIApplicationCommandInteractionDataBasicOption[] {
    return 'options' in option ? (option.options ?? []).flatMap(flatten) : 'value' in option ? [option] : [];
  });
  const users = basic.filter(({ type }) => type === ApplicationCommandOptionType.User);
  const channels = basic.filter(({ type }) => type === ApplicationCommandOptionType.Channel);
  if (users.length + channels.length === 0) return {};
  const people = users.map(({ value }) => {
    const person = world.people.get(String(value));
    if (person === undefined) throw new ActionError(`There is nobody with the id ${value} here.`);
    return person;
  });
  const named = channels.map(({ value }) => {
    const channel = world.channels.find(({ id }) => id === value);
    if (channel === undefined) throw new ActionError(`There is no channel with the id ${value} here.`);
    return describeChannel(world, channel);
  });
  const { user: _, deaf: __, mute: ___, ...member } = describeMember(world.bot);
  const owner = world.owner.permissions.toString();
  return {
    resolved: {
      ...(people.length > 0 && {
        users: Object.fromEntries(people.map(({ user }) => [user.id, user])),
        members: Object.fromEntries(
          people.map(({ user, permissions }) => [
            user.id,
            { ...member, permissions: permissions.toString() },
          ]),
        ),
      }),
      ...(channels.length > 0 && {
        channels: Object.fromEntries(
          named.map((channel) => [channel.id, { ...channel, permissions: owner }]),
        ),
      }),
    },
  };
}
