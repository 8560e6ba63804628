/** Holds the order of the rooms that docs/architecture.md explains: data flows one way, so imports do too. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** A room imports only from rooms above its own line. Rooms on one line do not import each other. */
const ORDER = [
  ['domain'],
  ['lib'],
  ['text'],
  ['store'],
  ['index'],
  ['embedding', 'llm'],
  ['grounding'],
  ['retrieval'],
  ['summary'],
  // Trending quotes the sentence that summary chooses; an answer is grounded as a summary is.
  ['trending', 'answer', 'subscriptions', 'privacy'],
  ['ingest', 'delivery'],
  ['eval'],
  ['reply'],
  ['commands'],
  // Settings stand this low so that everything above gets what it needs as arguments.
  ['discord', 'mail', 'playground', 'http', 'config'],
  ['main'],
  ['cli'],
];

/** Packages that belong to a room, so that the rest of the program can't come to depend on them. */
const OWNED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'discord.js': ['discord'],
  'discord-api-types': ['reply', 'commands', 'discord', 'playground'],
  '@photostructure/sqlite': ['store'],
  '@xenova/transformers': ['embedding'],
  openai: ['llm'],
  hono: ['http', 'playground', 'reply'],
  '@hono/node-server': ['http', 'playground'],
  nodemailer: ['mail'],
};

const MAX_LINES = 400;
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

/** The room of a file: `commands`, `playground`, or the folder or file under src/; undefined elsewhere. */
function roomOf(path: string): string | undefined {
  const [top, name] = path.split('/');
  if (top === 'commands' || top === 'playground') return top;
  return top === 'src' ? name?.replace(/\.ts$/, '') : undefined;
}

const rankOf = (room: string) => ORDER.findIndex((rooms) => rooms.includes(room));

/** Violations of the rules, one sentence each: the file, the import and the rule. */
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
  if (targetRoom === undefined) return 'the program imports only from src/, commands/ and playground/';
  if (targetRoom === room) return undefined;
  const [own, other] = [rankOf(room), rankOf(targetRoom)];
  if (other === -1) return `${targetRoom} is no known room`;
  if (own === other) return `${room} and ${targetRoom} stand side by side and must not know each other`;
  return other > own ? `${room} must not know ${targetRoom}, which stands below it` : undefined;
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

const sources = filesUnder('src', 'commands', 'playground').filter(
  ({ path }) => path.endsWith('.ts') && !path.startsWith('playground/test/'),
);

test('every room imports only from rooms above it, and only the packages that are its own', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(findViolations(sources)).toEqual([]);
});

/** Rooms that may use Discord's own name for a server. */
const DISCORD_ROOMS = ['commands', 'reply', 'discord', 'playground', 'http'];

test("Discord's own ids stay at the edge: elsewhere people and places name their platform", () => {
  const leaks = sources.filter(
    ({ path, text }) => !DISCORD_ROOMS.includes(roomOf(path) ?? '') && /guild_?id/i.test(text),
  );
  // Migrations read what older versions wrote.
  expect(leaks.map(({ path }) => path)).toEqual([
    'src/store/sqlite/qualify-ids.ts',
    'src/store/sqlite/schema.ts',
  ]);
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

/** Rooms that receive queries as text: people type them there, or a file contains them. */
const PARSING_ROOMS = ['commands', 'cli', 'eval'];

test('a query is parsed only where it enters: services and renderers get it as a value', () => {
  const parsing = sources.filter((file) =>
    importsOf(file).some((imported) => imported.endsWith('/query/parse.ts')),
  );
  expect(parsing.length).toBeGreaterThan(0);
  expect(parsing.filter(({ path }) => !PARSING_ROOMS.includes(roomOf(path) ?? ''))).toEqual([]);
});

/** Every import cycle, type imports included, as the paths around it. */
function findCycles(files: readonly SourceFile[]): string[][] {
  const imports = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter((imported) => imported.startsWith('.'))
        .map((imported) => posix.join(posix.dirname(file.path), imported)),
    ]),
  );
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push([...trail.slice(start), path]);
    if (start !== -1 || finished.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}

test('no file imports itself through others, type imports included', () => {
  expect(findCycles(sources)).toEqual([]);
  const a = { path: 'src/lib/a.ts', text: "import type { B } from './b.ts'" };
  const b = { path: 'src/lib/b.ts', text: "export * from './c.ts'" };
  const c = { path: 'src/lib/c.ts', text: "const a = await import('./a.ts')" };
  expect(findCycles([a, b, c])).toEqual([[a.path, b.path, c.path, a.path]]);
});

/** The exported names of a file, re-exports left out. */
function exportedNames({ path, text }: SourceFile): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      );
    const name = (statement as { name?: ts.Node }).name;
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

test('no exported name is defined in two files', () => {
  const files = new Map<string, string[]>();
  for (const file of sources)
    for (const name of new Set(exportedNames(file))) files.set(name, [...(files.get(name) ?? []), file.path]);
  expect([...files].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

test(`no file of the program is longer than ${MAX_LINES} lines, and names are kebab-case`, () => {
  for (const { path, text } of sources) {
    expect.soft(text.split('\n').length - 1, `lines of ${path}`).toBeLessThanOrEqual(MAX_LINES);
    expect.soft(path.split('/').at(-1), `name of ${path}`).toMatch(KEBAB_CASE);
  }
});

test.each<[string, string, string]>([
  [
    'src/lib/a.ts',
    "import { b } from '../text/b.ts';\nimport '../domain/b.ts'",
    'lib must not know text, which stands below it',
  ],
  [
    'src/embedding/a.ts',
    "import type { C } from '../llm/c.ts'",
    'embedding and llm stand side by side and must not know each other',
  ],
  [
    'src/store/sqlite/a.ts',
    "export * from '../../ingest/b.ts'",
    'store must not know ingest, which stands below it',
  ],
  [
    'src/retrieval/a.ts',
    "const b = await import('../discord/b.ts')",
    'retrieval must not know discord, which stands below it',
  ],
  [
    'src/trending/a.ts',
    "type B = import('../main.ts').B",
    'trending must not know main, which stands below it',
  ],
  [
    'commands/a.ts',
    "import { b } from '../playground/b.ts'",
    'commands must not know playground, which stands below it',
  ],
  [
    'src/delivery/a.ts',
    "import { config } from '../config/a.ts'",
    'delivery must not know config, which stands below it',
  ],
  ['src/main.ts', "import { a } from './cli.ts'", 'main must not know cli, which stands below it'],
  [
    'src/retrieval/a.ts',
    "import a from '../../test/a.ts'",
    'the program imports only from src/, commands/ and playground/',
  ],
  ['src/retrieval/a.ts', "import a from '../odd/a.ts'", 'odd is no known room'],
  ['commands/a.ts', "import { Client } from 'discord.js'", 'only discord may import it'],
  [
    'src/retrieval/a.ts',
    "import type { A } from 'discord-api-types/v10'",
    'only reply and commands and discord and playground may import it',
  ],
  ['src/ingest/a.ts', "import { DatabaseSync } from '@photostructure/sqlite'", 'only store may import it'],
  ['src/retrieval/a.ts', "import { pipeline } from '@xenova/transformers'", 'only embedding may import it'],
  [
    'src/discord/a.ts',
    "import { stream } from 'hono/streaming'",
    'only http and playground and reply may import it',
  ],
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
        text: "import type { A } from 'discord-api-types/v10'; import '../retrieval/b.ts'",
      },
      { path: 'src/reply/b.ts', text: "import { type A } from 'discord-api-types/v10'; import './a.ts'" },
      { path: 'src/store/sqlite/a.ts', text: "import '@photostructure/sqlite'; import '../papers.ts'" },
      {
        path: 'commands/a.ts',
        text: "import '../src/retrieval/a.ts'; import 'discord-api-types/v10'; import './b.ts'",
      },
      { path: 'src/cli.ts', text: "import './main.ts'; import '../package.json'; import 'node:fs'" },
    ]),
  ).toEqual([]);
});
