/** Finds the commands and choices that fit the typed text. */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import type { DraftChoice } from './command-draft.ts';

const MAX_CHOICES = 25;

/** Commands whose name begins with the text, then those that contain it in name or description. */
export function commandsMatching(
  commands: readonly APIApplicationCommand[],
  typed: string,
): readonly APIApplicationCommand[] {
  const wanted = typed.toLowerCase();
  const first = commands.filter(({ name }) => name.startsWith(wanted));
  const others = commands.filter(
    (command) =>
      !first.includes(command) &&
      (command.name.includes(wanted) || command.description.toLowerCase().includes(wanted)),
  );
  return [...first, ...others];
}

export function choicesMatching(choices: readonly DraftChoice[], typed: string): readonly DraftChoice[] {
  const wanted = typed.trim().toLowerCase();
  return choices.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_CHOICES);
}
