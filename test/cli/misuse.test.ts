/** The command line's responses to --help and to mistakes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newFolder, runProgram } from '../helpers/program.ts';

test('--help names every command, with examples, on standard output', async () => {
  const { code, stdout, stderr } = await runProgram(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const command of ['start', 'search', 'similar', 'import', 'ingest', 'trending', 'doctor'])
    expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  expect(stdout).toMatch(/^Examples:\n {2}paperboy start$/m);
});

describe('A mistake gives exit code 2, nothing on standard output, and a helpful line:', () => {
  test.each<[string, string[], RegExp]>([
    ['a command misspelt', ['serch', 'x'], /^paperboy: unknown command 'serch'\n\(Did you mean search\?\)\n/],
    ['no command', [], /^Usage: paperboy /],
    ['an unknown option', ['search', 'x', '--q', '3'], /^paperboy: unknown option '--q'\n/],
    ['no query', ['search'], /^paperboy: Give a query or --batch FILE, such as: paperboy search "/],
    ['no paper', ['similar'], /^paperboy: Give a paper or --batch FILE, such as: paperboy similar /],
    ['a query and a file', ['search', 'x', '--batch', 'y'], /^paperboy: Give a query or --batch FILE/],
    ['no file to import', ['import'], /^paperboy: missing required argument 'file'\n/],
    [
      'a file that is not there',
      ['import', 'nope.jsonl'],
      /^paperboy: There is no file nope\.jsonl; check the path/,
    ],
    [
      'a batch that is not there',
      ['search', '--batch', 'nope'],
      /^paperboy: There is no file nope; check the path/,
    ],
    [
      '--k 0',
      ['search', 'x', '--k', '0'],
      /argument '0' is invalid\. Give a whole number from 1 to 100, such as --k 10\./,
    ],
    ['--k of a word', ['similar', 'x', '--k', 'ten'], /argument 'ten' is invalid\. Give a whole number/],
    [
      'a day that never was',
      ['trending', '--day', '2026-02-30'],
      /argument '2026-02-30' is invalid\. Give a day such as --day 2026-06-30\./,
    ],
  ])('%s', async (_, args, says) => {
    const { code, stdout, stderr } = await runProgram(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

test('settings are read from .env in the current folder, too, and the environment wins', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, '.env'), 'EMBEDDING_MODEL=nowhere/\nHOST="::not::"\n');
  const { code, stderr } = await runProgram(['doctor'], { HOST: '127.0.0.1' }, folder);
  expect(code).toBe(2);
  expect(stderr).toContain('EMBEDDING_MODEL is "nowhere/"');
  expect(stderr).not.toContain('HOST');

  const odd = newFolder();
  mkdirSync(join(odd, '.env'));
  expect(await runProgram(['doctor'], {}, odd)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^paperboy: The file \.env in this folder can't be read \(.+\)\. Fix or remove it\.\n$/,
    ),
  });
});

describe('An unexpected error', () => {
  // Runs before the program in its process, and breaks a dependency.
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(
    "process.stdout.write = () => { throw new Error('The moon fell, token=abc.def'); };",
  )}`;

  test('is reported in one line, with advice and exit code 1, and a stack only at LOG_LEVEL=debug', async () => {
    const [quiet, debug] = await Promise.all([
      runProgram(['doctor'], { NODE_OPTIONS }),
      runProgram(['doctor'], { NODE_OPTIONS, LOG_LEVEL: 'debug' }),
    ]);
    expect(quiet).toMatchObject({ code: 1, stdout: '' });
    expect(quiet.stderr).toBe(
      'paperboy: Something went wrong that should not: The moon fell, token=[hidden]\nPlease report this, with what it prints at LOG_LEVEL=debug.\n',
    );
    expect(debug.code).toBe(1);
    expect(debug.stderr).toMatch(/^Error: The moon fell, token=\[hidden\]\n {4}at /m);
  });
});

test('a failure ends the program, even with open handles', async () => {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent('setInterval(() => {}, 1000);')}`;
  expect(await runProgram(['doctor'], { NODE_OPTIONS, PORT: 'abc' })).toMatchObject({ code: 2 });
});
