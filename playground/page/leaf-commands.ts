/** The commands as people use them: each subcommand is one, and a channel is one of those that there are. */
import type {
  APIApplicationCommand,
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
} from 'discord-api-types/v10';
import type { WorldSnapshot } from '../protocol.ts';
import { OPTION_CHANNEL, OPTION_SUBCOMMAND } from './discord-values.ts';

type Channels = WorldSnapshot['channels'];

/** `/digest` with its subcommands becomes `/digest subscribe`, `/digest list` and so on; others stay what they are. */
export function leafCommands(
  commands: readonly APIApplicationCommand[],
  channels: Channels,
): readonly APIApplicationCommand[] {
  return commands.flatMap((command) => {
    const subcommands = (command.options ?? []).filter(isSubcommand);
    if (subcommands.length === 0) return [withOptions(command, command.options ?? [], channels)];
    return subcommands.map(({ name, description, options = [] }) =>
      withOptions({ ...command, name: `${command.name} ${name}`, description }, options, channels),
    );
  });
}

export function hasSubcommands(command: APIApplicationCommand): boolean {
  return (command.options ?? []).some(isSubcommand);
}

function isSubcommand(option: APIApplicationCommandOption): option is APIApplicationCommandOption & {
  readonly options?: readonly APIApplicationCommandBasicOption[];
} {
  return Number(option.type) === OPTION_SUBCOMMAND;
}

function withOptions(
  command: APIApplicationCommand,
  options: readonly APIApplicationCommandOption[],
  channels: Channels,
): APIApplicationCommand {
  const choices = channels.map(({ id, name }) => ({ name: `#${name}`, value: id }));
  return {
    ...command,
    // Discord's shapes know no choices of a channel option: here they stand for its own list of channels.
    options: options.map((option) =>
      Number(option.type) === OPTION_CHANNEL
        ? ({ ...option, choices } as APIApplicationCommandOption)
        : option,
    ),
  };
}
