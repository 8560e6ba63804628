/**
 * Discord's rules for command definitions.
 * https://docs.discord.com/developers/interactions/application-commands#application-command-object
 */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { ApplicationCommandOptionType, ApplicationCommandType, Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import { formIssue, parseForm, withoutNulls } from './form.ts';
import { RestError } from './rest-error.ts';

const COMMANDS_MAX = 100;
const OPTIONS_MAX = 25;
const CHOICES_MAX = 25;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const name = z.string().superRefine((text, context) => {
  if (NAME.test(text) && text === text.toLowerCase()) return;
  context.addIssue(formIssue('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid'));
});
const described = {
  name,
  description: z.string().min(1).max(100),
  name_localizations: translations(name),
  description_localizations: translations(z.string().min(1).max(100)),
};
/** Translations by locale: https://docs.discord.com/developers/interactions/application-commands#localization */
function translations(text: z.ZodType<string>) {
  return z.partialRecord(z.enum(Locale), text).exactOptional();
}
const isRequired = z.boolean().exactOptional();
const autocomplete = z.boolean().exactOptional();

const choices = <Value extends z.ZodType<string | number>>(value: Value) =>
  z
    .array(
      z.object({
        name: z.string().min(1).max(100),
        name_localizations: translations(z.string().min(1).max(100)),
        value,
      }),
    )
    .max(CHOICES_MAX)
    .exactOptional();

const stringOption = z.object({
  type: z.literal(ApplicationCommandOptionType.String),
  ...described,
  required: isRequired,
  choices: choices(z.string().max(100)),
  autocomplete,
  min_length: z.int().min(0).max(6_000).exactOptional(),
  max_length: z.int().min(1).max(6_000).exactOptional(),
});
const numberOption = z.object({
  type: z.literal([ApplicationCommandOptionType.Integer, ApplicationCommandOptionType.Number]),
  ...described,
  required: isRequired,
  choices: choices(z.number()),
  autocomplete,
  min_value: z.number().exactOptional(),
  max_value: z.number().exactOptional(),
});
const plainOption = z.object({
  type: z.literal([
    ApplicationCommandOptionType.Boolean,
    ApplicationCommandOptionType.User,
    ApplicationCommandOptionType.Channel,
    ApplicationCommandOptionType.Role,
    ApplicationCommandOptionType.Mentionable,
  ]),
  ...described,
  required: isRequired,
  channel_types: z.array(z.int()).exactOptional(),
});
const basicOption = z
  .discriminatedUnion('type', [stringOption, numberOption, plainOption])
  .superRefine((option, context) => {
    if ('autocomplete' in option && option.autocomplete === true && option.choices?.length) {
      const both = 'An option cannot have both choices and autocomplete.';
      context.addIssue(formIssue('APPLICATION_COMMAND_OPTION_CHOICES_AUTOCOMPLETE', both, ['choices']));
    }
  });
const subcommand = z.object({
  type: z.literal(ApplicationCommandOptionType.Subcommand),
  ...described,
  options: optionList(basicOption).exactOptional(),
});
const subcommandGroup = z.object({
  type: z.literal(ApplicationCommandOptionType.SubcommandGroup),
  ...described,
  options: optionList(subcommand).exactOptional(),
});
const anyOption = z.discriminatedUnion('type', [basicOption, subcommand, subcommandGroup]);
const isSubcommand = ({ type }: z.infer<typeof anyOption>) =>
  type <= ApplicationCommandOptionType.SubcommandGroup;

const everyCommand = {
  id: z.string().exactOptional(),
  default_member_permissions: z.string().regex(/^\d+$/).exactOptional(),
  nsfw: z.boolean().exactOptional(),
  integration_types: z
    .array(z.literal([0, 1]))
    .min(1)
    .exactOptional(),
  contexts: z
    .array(z.literal([0, 1, 2]))
    .min(1)
    .exactOptional(),
};
const slashCommand = z.object({
  ...everyCommand,
  type: z.literal(ApplicationCommandType.ChatInput),
  ...described,
  options: optionList(anyOption)
    .refine((options) => options.every(isSubcommand) || !options.some(isSubcommand), {
      params: { code: 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID' },
      message: 'Sub-command and sub-command group option types are mutually exclusive to all other types',
    })
    .exactOptional(),
});
/** A menu entry has a name with spaces and capitals, and neither description nor options. */
const messageCommand = z.object({
  ...everyCommand,
  type: z.literal(ApplicationCommandType.Message),
  name: z.string().min(1).max(32),
  name_localizations: translations(z.string().min(1).max(32)),
  description: z.literal('').default(''),
});
const commandSchema = z.preprocess(
  // Discord's default.
  (command) => (isObject(command) ? { type: ApplicationCommandType.ChatInput, ...command } : command),
  z.discriminatedUnion('type', [slashCommand, messageCommand]),
);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const COMMAND_MAX_CHARS = 4_000;

interface Sized {
  readonly name: string;
  readonly description?: string | undefined;
  readonly value?: string | number;
  readonly name_localizations?: object | undefined;
  readonly description_localizations?: object | undefined;
  readonly choices?: readonly Sized[] | undefined;
  readonly options?: readonly Sized[] | undefined;
}

/** The characters of all names, descriptions and values; of a translated text, those of the longest language. */
function charactersOf(part: Sized): number {
  const longest = (text = '', translations: object = {}): number =>
    Math.max(...[text, ...Object.values(translations)].map(({ length }) => length));
  return [...(part.choices ?? []), ...(part.options ?? [])].reduce(
    (sum, inner) => sum + charactersOf(inner),
    longest(part.name, part.name_localizations) +
      longest(part.description, part.description_localizations) +
      String(part.value ?? '').length,
  );
}

const commandsSchema = z.array(commandSchema).superRefine((commands, context) => {
  for (const [index, command] of commands.entries())
    if (charactersOf(command as Sized) > COMMAND_MAX_CHARS) {
      const large = `Command exceeds maximum size (${COMMAND_MAX_CHARS})`;
      context.addIssue(formIssue('APPLICATION_COMMAND_TOO_LARGE', large, [index]));
    }
  // A menu entry may have the name of a slash command.
  const named = commands.map(({ type, name }) => ({ name: `${type} ${name}` }));
  for (const index of duplicates(named)) {
    const unique = 'Application command names must be unique';
    context.addIssue(formIssue('APPLICATION_COMMANDS_DUPLICATE_NAME', unique, [index]));
  }
});

export type CommandDefinition = z.infer<typeof commandSchema>;

/** Parses the definitions of a bulk overwrite. */
export function parseCommands(body: unknown): CommandDefinition[] {
  const commands = parseForm(commandsSchema, withoutNulls(body));
  if (commands.length > COMMANDS_MAX) {
    throw new RestError(400, 30032, `Maximum number of application commands reached (${COMMANDS_MAX}).`);
  }
  return commands;
}

/** A registered command, as Discord describes it. */
export function describeCommand(
  definition: CommandDefinition,
  place: Pick<APIApplicationCommand, 'id' | 'application_id' | 'version'>,
): APIApplicationCommand {
  return {
    ...definition,
    ...place,
    // The schema has one list for every kind of option, which Discord's types distinguish.
    options: ('options' in definition ? (definition.options ?? []) : []) as NonNullable<
      APIApplicationCommand['options']
    >,
    default_member_permissions: definition.default_member_permissions ?? null,
    nsfw: definition.nsfw ?? false,
    integration_types: definition.integration_types ?? [0],
    contexts: definition.contexts ?? null,
  };
}

function optionList<Option extends z.ZodType<{ name: string }>>(option: Option) {
  return z
    .array(option)
    .max(OPTIONS_MAX)
    .superRefine((options, context) => {
      for (const index of duplicates(options)) {
        const exists = 'Option name already exists';
        context.addIssue(
          formIssue('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', exists, [index, 'name']),
        );
      }
      const firstOptional = options.findIndex((option) => !needsValue(option));
      const late = options.findLastIndex(needsValue);
      if (firstOptional >= 0 && late > firstOptional) {
        const order = 'Required options must be placed before non-required options';
        context.addIssue(formIssue('APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', order, [late]));
      }
    });
}

const needsValue = (option: object): boolean => 'required' in option && option.required === true;

/** The positions of names that occurred before. */
function duplicates(named: readonly { readonly name: string }[]): number[] {
  const names = named.map((one) => one.name);
  return names.flatMap((one, at) => (names.indexOf(one) < at ? [at] : []));
}
