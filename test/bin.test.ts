/** What the launcher leaves on the disk. */
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PROJECT, runProgram } from './helpers/program.ts';

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

test('compiled versions that nobody started for a month go, but for the newest few; others may still run', async () => {
  const recent = [27, 28, 29].map(startedDaysAgo);
  const old = [31, 32, 33, 34, 35, 36].map(startedDaysAgo);
  expect(await runProgram(['--version'])).toMatchObject({ code: 0, stderr: '' });
  expect(recent.filter(existsSync)).toEqual(recent);
  // This version, the three above and one more are the newest few, if there are no others.
  expect(old.slice(1).filter(existsSync)).toEqual([]);
});
