/** What the launcher runs, and what it leaves on the disk. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newFolder, PROJECT, runProgram } from './helpers/program.ts';

const CACHE = join(PROJECT, 'node_modules/.cache/paperboy');

/** A compiled version that was last started so long ago. */
function startedDaysAgo(days: number): string {
  const folder = join(CACHE, `test-${process.pid}-${days}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cli.js'), '');
  const time = new Date(Date.now() - days * 86_400_000);
  utimesSync(folder, time, time);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('the launcher runs the current source, and reuses an earlier compilation of it', () => {
  const project = newFolder();
  for (const folder of ['src/embedding', 'commands', 'node_modules'])
    mkdirSync(join(project, folder), { recursive: true });
  cpSync(join(PROJECT, 'bin'), join(project, 'bin'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(PROJECT, file), join(project, file));
  symlinkSync(join(PROJECT, 'node_modules/esbuild'), join(project, 'node_modules/esbuild'));
  writeFileSync(join(project, 'src/embedding/worker.ts'), '');
  const says = (words: string): string => {
    writeFileSync(join(project, 'src/cli.ts'), `const words: string = '${words}';\nconsole.log(words);`);
    return execFileSync(process.execPath, [join(project, 'bin/paperboy.js')], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  };
  expect(says('one')).toBe('one\n');
  expect(says('two')).toBe('two\n');
  const compiled = () => readdirSync(join(project, 'node_modules/.cache/paperboy'));
  expect(compiled()).toHaveLength(2);
  expect(says('one')).toBe('one\n');
  expect(compiled()).toHaveLength(2);
});

test('compiled versions unused for a month are deleted, except the newest few', async () => {
  const recent = [27, 28, 29].map(startedDaysAgo);
  const old = [31, 32, 33, 34, 35, 36].map(startedDaysAgo);
  expect(await runProgram(['--version'])).toMatchObject({ code: 0, stderr: '' });
  expect(recent.filter(existsSync)).toEqual(recent);
  // This version, the three above and one more are the newest few, if there are no others.
  expect(old.slice(1).filter(existsSync)).toEqual([]);
});
