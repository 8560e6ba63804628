/** Each language has every text, within Discord's limits. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { definitionsOf } from '../../commands/definitions.ts';
import { commands } from '../../commands/index.ts';
import { textsOf } from '../../commands/localisation.ts';

const folder = new URL('../../data/locales/', import.meta.url);
const catalogues = readdirSync(folder).map((file) => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>,
]) as [string, Record<string, string>][];
const definitions = definitionsOf(commands);
const texts = [...new Set(definitions.flatMap(textsOf))].sort();

test('German, Spanish, French, Japanese, Korean, Portuguese and Chinese are there', () => {
  expect(catalogues.map(([locale]) => locale).sort()).toEqual([
    'de',
    'es-ES',
    'fr',
    'ja',
    'ko',
    'pt-BR',
    'zh-CN',
  ]);
});

test.each(catalogues)('%s has a translation of every text, and of no other', (_, catalogue) => {
  expect(Object.keys(catalogue).sort()).toEqual(texts);
});

test.each(catalogues)('%s fits Discord’s limits', (_, catalogue) => {
  for (const translated of Object.values(catalogue)) {
    expect(translated.trim()).toBe(translated);
    expect(translated.length).toBeGreaterThan(0);
    // https://docs.discord.com/developers/interactions/application-commands#application-command-object
    expect([...translated].length, translated).toBeLessThanOrEqual(100);
  }
  const menus = definitions.filter((definition) => !('description' in definition));
  for (const { name } of menus) expect([...(catalogue[name] ?? '')].length).toBeLessThanOrEqual(32);
});

test('people of a language see its texts, and names stay what they are', () => {
  const papers = definitions.find(({ name }) => name === 'papers');
  expect(papers).toMatchObject({
    name: 'papers',
    description: 'Find papers on a topic, in your own words',
    description_localizations: { de: 'Artikel zu einem Thema finden, in eigenen Worten' },
    options: [
      { name: 'query', description_localizations: { fr: expect.stringContaining('Un sujet') } },
      {},
      {},
    ],
  });
  expect(papers).not.toHaveProperty('name_localizations');
  const menu = definitions.find(({ name }) => name === 'Find papers about this');
  expect(menu).toMatchObject({ name_localizations: { ja: 'これについての論文を探す' } });
});

/** The characters that Discord counts of a command: of each text, the longest language. */
function charactersOf(part: object): number {
  const { name, description, choices = [], options = [], ...localised } = part as Counted;
  const longest = (text = '', translations: Readonly<Record<string, string>> = {}): number =>
    Math.max(...[text, ...Object.values(translations)].map(({ length }) => length));
  return (
    longest(name, localised.name_localizations) +
    longest(description, localised.description_localizations) +
    [...choices, ...options].reduce((sum, inner) => sum + charactersOf(inner), 0) +
    choices.reduce((sum, { value }) => sum + String(value).length, 0)
  );
}

interface Counted {
  readonly name: string;
  readonly description?: string;
  readonly name_localizations?: Readonly<Record<string, string>>;
  readonly description_localizations?: Readonly<Record<string, string>>;
  readonly choices?: readonly { readonly value: string | number }[];
  readonly options?: readonly object[];
}

test.each(definitions.map((definition) => [definition.name, definition] as const))(
  '/%s has at most the 4,000 characters that Discord takes',
  (_, definition) => {
    expect(charactersOf(definition)).toBeLessThanOrEqual(4_000);
  },
);
