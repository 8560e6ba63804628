/** Commands as people use them: each subcommand is one, and a channel option lists the channels. */
import type {
  APIApplicationCommand,
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
} from 'discord-api-types/v10';
import type { WorldSnapshot } from '../protocol.ts';
import { OPTION_CHANNEL, OPTION_SUBCOMMAND } from './discord-values.ts';

type Channels = WorldSnapshot['channels'];

/** `/digest` becomes `/digest subscribe`, `/digest list` and so on; commands without subcommands stay. */
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
    // Discord's channel options have no choices; here they hold the channel list.
    options: options.map((option) =>
      Number(option.type) === OPTION_CHANNEL
        ? ({ ...option, choices } as APIApplicationCommandOption)
        : option,
    ),
  };
}
