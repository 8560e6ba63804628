/** Holds the order of the rooms that docs/architecture.md explains: data flows one way, so imports do too. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** From left to right: a room imports only from rooms to its left. Rooms of one line don't know each other. */
const ORDER = [
  ['paper', 'errors'],
  ['lib'],
  ['sources', 'catalog', 'embedding', 'llm'],
  ['query'],
  ['search', 'summary', 'ranking'],
  // Trending tells each paper with a sentence that summary chooses; an answer's statements are checked as a summary's are.
  ['trending', 'answer'],
  ['subscriptions'],
  ['eval'],
  ['reply'],
  ['commands', 'jobs'],
  // The settings stand this far right so that everything to the left gets what it needs as arguments.
  ['discord', 'mail', 'playground', 'http', 'config'],
  ['main'],
  ['cli'],
];

/** Packages that belong to a room, so that the rest of the program can't come to depend on them. */
const OWNED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'discord.js': ['discord'],
  'discord-api-types': ['reply', 'commands', 'discord', 'playground'],
  '@photostructure/sqlite': ['catalog'],
  '@xenova/transformers': ['embedding'],
  openai: ['llm'],
  hono: ['http', 'playground'],
  '@hono/node-server': ['http', 'playground'],
  nodemailer: ['mail'],
};

const MAX_LINES = 250;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;

interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every module a file names, for types too: imports, exports from, and `import('…')`. */
function importsOf({ text }: SourceFile): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The room of a file: the folder or file under src/, or `commands`; undefined outside of both. */
function roomOf(path: string): string | undefined {
  const [top, name] = path.split('/');
  if (top === 'commands') return 'commands';
  return top === 'src' ? name?.replace(/\.ts$/, '') : undefined;
}

const rankOf = (room: string) => ORDER.findIndex((rooms) => rooms.includes(room));

/** What is against the rules, one sentence each: the file, the import and the rule. */
function findViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path) ?? '';
    if (rankOf(room) === -1) return [`${file.path} is in no known room: give it its place in ORDER.`];
    return importsOf(file).flatMap((imported) => {
      const why = imported.startsWith('.')
        ? whyNotFile(room, posix.join(posix.dirname(file.path), imported))
        : whyNotPackage(room, imported);
      return why === undefined ? [] : [`${file.path} imports ${imported}: ${why}.`];
    });
  });
}

function whyNotFile(room: string, target: string): string | undefined {
  if (target.endsWith('.json')) return undefined;
  const targetRoom = roomOf(target);
  if (targetRoom === undefined) return 'the program imports only from src/ and commands/';
  if (targetRoom === room) return undefined;
  const [own, other] = [rankOf(room), rankOf(targetRoom)];
  if (other === -1) return `${targetRoom} is no known room`;
  if (own === other) return `${room} and ${targetRoom} stand side by side and must not know each other`;
  return other > own ? `${room} must not know ${targetRoom}, which stands to its right` : undefined;
}

function whyNotPackage(room: string, from: string): string | undefined {
  const owners = OWNED_PACKAGES[packageName(from)];
  return owners && !owners.includes(room) ? `only ${owners.join(' and ')} may import it` : undefined;
}

function packageName(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

const root = fileURLToPath(new URL('..', import.meta.url));

function filesUnder(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') })),
  );
}

const sources = filesUnder('src', 'commands').filter(({ path }) => path.endsWith('.ts'));

test('every room imports only from rooms to its left, and only the packages that are its own', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(findViolations(sources)).toEqual([]);
});

test('every package that the program imports is one that package.json names', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const missing = sources.flatMap((file) =>
    importsOf(file)
      .filter((from) => !/^\.|^node:/.test(from) && !(packageName(from) in dependencies))
      .map((from) => `${file.path} imports ${from}`),
  );
  expect(missing).toEqual([]);
});

test(`no file of the program is longer than ${MAX_LINES} lines, and names are kebab-case`, () => {
  for (const { path, text } of filesUnder('src', 'commands')) {
    expect.soft(text.split('\n').length - 1, `lines of ${path}`).toBeLessThanOrEqual(MAX_LINES);
    expect.soft(path.split('/').at(-1), `name of ${path}`).toMatch(KEBAB_CASE);
  }
});

test.each<[string, string, string]>([
  [
    'src/paper.ts',
    "import '../src/errors.ts'",
    'paper and errors stand side by side and must not know each other',
  ],
  [
    'src/lib/a.ts',
    "import { b } from '../paper.ts';\nimport '../search/b.ts'",
    'lib must not know search, which stands to its right',
  ],
  [
    'src/embedding/a.ts',
    "import type { C } from '../catalog/c.ts'",
    'embedding and catalog stand side by side and must not know each other',
  ],
  [
    'src/catalog/sqlite/a.ts',
    "export * from '../../jobs/b.ts'",
    'catalog must not know jobs, which stands to its right',
  ],
  [
    'src/search/a.ts',
    "const b = await import('../discord/b.ts')",
    'search must not know discord, which stands to its right',
  ],
  [
    'src/trending/a.ts',
    "type B = import('../main.ts').B",
    'trending must not know main, which stands to its right',
  ],
  [
    'commands/a.ts',
    "import { b } from '../src/jobs/b.ts'",
    'commands and jobs stand side by side and must not know each other',
  ],
  [
    'src/jobs/a.ts',
    "import { config } from '../config.ts'",
    'jobs must not know config, which stands to its right',
  ],
  ['src/main.ts', "import { a } from './cli.ts'", 'main must not know cli, which stands to its right'],
  ['src/search/a.ts', "import a from '../../test/a.ts'", 'the program imports only from src/ and commands/'],
  ['src/search/a.ts', "import a from '../odd/a.ts'", 'odd is no known room'],
  ['commands/a.ts', "import { Client } from 'discord.js'", 'only discord may import it'],
  [
    'src/search/a.ts',
    "import type { A } from 'discord-api-types/v10'",
    'only reply and commands and discord and playground may import it',
  ],
  ['src/jobs/a.ts', "import { DatabaseSync } from '@photostructure/sqlite'", 'only catalog may import it'],
  ['src/search/a.ts', "import { pipeline } from '@xenova/transformers'", 'only embedding may import it'],
  ['src/discord/a.ts', "import { stream } from 'hono/streaming'", 'only http and playground may import it'],
])('the rule catches %s with: %s', (path, text, why) => {
  expect(findViolations([{ path, text }])).toEqual([
    expect.stringMatching(new RegExp(`^${path} imports \\S+: `)),
  ]);
  expect(findViolations([{ path, text }])[0]).toContain(`: ${why}.`);
});

test('the rule catches a new room, and lets pass what is allowed', () => {
  expect(findViolations([{ path: 'src/odd/a.ts', text: '' }])).toEqual([
    'src/odd/a.ts is in no known room: give it its place in ORDER.',
  ]);
  expect(
    findViolations([
      {
        path: 'src/reply/a.ts',
        text: "import type { A } from 'discord-api-types/v10'; import '../search/b.ts'",
      },
      { path: 'src/reply/b.ts', text: "import { type A } from 'discord-api-types/v10'; import './a.ts'" },
      { path: 'src/catalog/sqlite/a.ts', text: "import '@photostructure/sqlite'; import '../catalog.ts'" },
      {
        path: 'commands/a.ts',
        text: "import '../src/search/a.ts'; import 'discord-api-types/v10'; import './b.ts'",
      },
      { path: 'src/cli.ts', text: "import './main.ts'; import '../package.json'; import 'node:fs'" },
    ]),
  ).toEqual([]);
});
