/**
 * Descriptions, choices and menu entries in the languages of `data/locales/`, where Discord shows them to people of that
 * language. Commands and options keep their names: replies, the documentation and other people use those.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { projectPath } from '../src/lib/package-root.ts';
import type { Registered } from './command.ts';

const FOLDER = projectPath('data/locales');

/** English texts and their translations by Discord's locale: https://docs.discord.com/developers/reference#locales */
const catalogues: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  readdirSync(FOLDER).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')),
  ]),
);

/** The translations of an English text by locale; those that are missing are left out, and stay English. */
function translationsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...catalogues].flatMap(([locale, texts]) => {
      const translated = texts[text];
      return translated === undefined ? [] : [[locale, translated]];
    }),
  );
}

interface Described {
  readonly name: string;
  readonly description?: string;
  readonly choices?: readonly { readonly name: string }[];
  readonly options?: readonly Described[];
}

/** The definition with its translations. */
export function localised<T extends Registered>(definition: T): T {
  const isMenu = !('description' in definition);
  return (
    isMenu
      ? { ...definition, name_localizations: translationsOf(definition.name) }
      : withDescriptions(definition as Described)
  ) as T;
}

function withDescriptions({ choices, options, ...described }: Described): object {
  return {
    ...described,
    ...(described.description && { description_localizations: translationsOf(described.description) }),
    ...(choices && {
      choices: choices.map((choice) => ({ ...choice, name_localizations: translationsOf(choice.name) })),
    }),
    ...(options && { options: options.map(withDescriptions) }),
  };
}

/** Every English text of a definition that has translations. */
export function textsOf(definition: Registered): string[] {
  if (!('description' in definition)) return [definition.name];
  const collect = ({ description, choices = [], options = [] }: Described): string[] => [
    ...(description ? [description] : []),
    ...choices.map(({ name }) => name),
    ...options.flatMap(collect),
  ];
  return collect(definition as Described);
}
