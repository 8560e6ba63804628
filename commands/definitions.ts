/** Everything that is registered with Discord. */
import { ApplicationCommandType } from 'discord-api-types/v10';
import { CONTEXTS, type Command, type Registered } from './command.ts';
import { localised } from './localisation.ts';

/** The definitions of all commands and of their menu entries, as Discord takes them. */
export const definitionsOf = (commands: readonly Command[]): Registered[] =>
  [
    ...commands.map(({ definition }): Registered => definition),
    ...commands.flatMap(({ messageMenu }): Registered[] =>
      messageMenu ? [{ type: ApplicationCommandType.Message, name: messageMenu.name, ...CONTEXTS }] : [],
    ),
  ].map(localised);
