/** The `paper` option of several commands: a title with autocompletion, an arXiv id, or a link. */
import { type APIApplicationCommandStringOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import { truncate } from '../src/text/display.ts';
import type { Choice, Services } from './command.ts';

export const PAPER_OPTION: APIApplicationCommandStringOption = {
  type: ApplicationCommandOptionType.String,
  name: 'paper',
  description: 'Start typing a title and pick one, or paste an arXiv id or link',
  required: true,
  autocomplete: true,
  max_length: 300,
};

// Discord's limits: https://discord.com/developers/docs/interactions/application-commands.
const MAX_CHOICES = 25;
const MAX_CHOICE_CHARS = 100;

export async function completePaper(
  { value: typed }: { readonly value: string },
  { engine }: Services,
): Promise<Choice[]> {
  await engine.refresh();
  return engine.titles
    .find(typed, MAX_CHOICES)
    .map(({ title, paperId }) => ({ name: truncate(title, MAX_CHOICE_CHARS), value: paperId }));
}
