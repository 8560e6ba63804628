/** Searches without a command: plain text becomes `/papers query: …`. */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { OPTION_STRING } from './discord-values.ts';
import type { PersonAction } from './state.ts';

/** Topics that the bundled papers answer well. */
export const EXAMPLES: readonly string[] = [
  'query rewriting for retrieval',
  'parameter-efficient fine-tuning',
  'making a model unlearn',
];

export interface AskCommand {
  readonly command: APIApplicationCommand;
  readonly optionName: string;
  readonly maxChars: number;
}

/** The command for plain text, if the bot has it. */
export function askCommandOf(commands: readonly APIApplicationCommand[]): AskCommand | undefined {
  const command = commands.find(({ name }) => name === 'papers');
  const option = command?.options?.find(
    ({ name, type }) => name === 'query' && Number(type) === OPTION_STRING,
  );
  if (!command || !option) return undefined;
  const maxChars = 'max_length' in option ? option.max_length : undefined;
  // Discord's limit for a text option.
  return { command, optionName: option.name, maxChars: maxChars ?? 6000 };
}

export function askAction(ask: AskCommand, words: string): PersonAction {
  return {
    type: 'command',
    name: ask.command.name,
    options: [{ name: ask.optionName, value: words.trim() }],
  };
}

/** The action of Enter on plain text, or why it can't act. */
export function askInWords(
  text: string,
  commands: readonly APIApplicationCommand[],
): { readonly action: PersonAction } | { readonly problem: string } {
  const words = text.trim();
  const ask = askCommandOf(commands);
  if (words.startsWith('/')) return { problem: `There is no command “${words}”. Type / to see them all.` };
  if (!ask) return { problem: 'Type / to see what Paperboy can do.' };
  if (words.length > ask.maxChars) {
    return {
      problem: `That is ${words.length} characters, and ${ask.maxChars} is the most. Please shorten it.`,
    };
  }
  return { action: askAction(ask, words) };
}

/** A message to the bot begins with its name; the bot answers it as /ask does. */
export const isMention = (text: string): boolean => /^\s*@paperboy(?!\w)/i.test(text);
