/** Every example that a newcomer is shown gets a fitting answer on the bundled papers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { EXAMPLES } from '../../playground/page/ask.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { textOf } from '../helpers/message-texts.ts';
import type { TestPlayground } from '../helpers/playground.ts';

let discord: TestPlayground;
let engine: TestEngine;
useDiscord((started) => {
  ({ discord, engine } = started);
});

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The queries of `paperboy search` and `paperboy ask` in a text; "query" and "question" stand for one. */
const queriesIn = (text: string): string[] =>
  [...text.matchAll(/(?:search|ask) "([^"]+)"/g)]
    .map(([, query = '']) => query)
    .filter((query) => !['query', 'question'].includes(query));

/** "/digest subscribe time: 09:00 topics: agents" as the name and the options. */
function parseExample(example: string): { name: string; options: Record<string, string> } {
  const [name = '', ...pairs] = example.slice(1).split(/ (?=[a-z]+: )/);
  return { name, options: Object.fromEntries(pairs.map((pair) => pair.split(/: (.*)/s).slice(0, 2))) };
}

test.each([
  ...EXAMPLES,
  ...['README.md', 'docs/usage.md', 'src/cli/retrieve.ts', 'src/cli.ts'].flatMap((path) =>
    queriesIn(read(path)),
  ),
])('“%s” finds papers that fit', async (query) => {
  const result = await searchPapers(engine, parseQuery(query), { from: 0, count: 5 });
  expect(result.confident).toBe(true);
  expect(result.matches.length).toBeGreaterThan(2);
  expect(result.excluded).toBeUndefined();
});

test.each(commands.map(({ example, definition }) => [example, definition] as const))(
  '%s has an answer',
  async (example, definition) => {
    const { name, options } = parseExample(example);
    // People see a choice's name, and Discord sends its value.
    for (const option of definition.options ?? [])
      if ('choices' in option)
        for (const choice of option.choices ?? [])
          if (options[option.name] === choice.name) options[option.name] = `${choice.value}`;
    const text = textOf(await discord.command(name, options));
    expect(text).not.toMatch(/I have nothing|couldn’t find|Nothing is trending|don't have|don’t have/);
    expect(text.length).toBeGreaterThan(20);
    if (name !== 'digest subscribe') return;
    // The topics that it follows are there too.
    for (const topic of options.topics?.split('; ') ?? [])
      expect((await searchPapers(engine, parseQuery(topic), { from: 0, count: 5 })).confident).toBe(true);
  },
);
