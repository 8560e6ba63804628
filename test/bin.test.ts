/** The launcher's compilations, and the files that it leaves. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
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
  for (const folder of ['src/embedding', 'commands', 'playground', 'node_modules'])
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

test.skipIf(process.getuid?.() !== 0)(
  'an installation that belongs to another user compiles into the user’s own cache, and starts',
  async () => {
    const [project, cache] = [newFolder(), newFolder()];
    for (const name of [
      'bin',
      'src',
      'commands',
      'playground',
      'data',
      'prompts',
      'package.json',
      'tsconfig.json',
    ])
      cpSync(join(PROJECT, name), join(project, name), { recursive: true });
    mkdirSync(join(project, 'node_modules'));
    for (const name of readdirSync(join(PROJECT, 'node_modules')).filter((each) => each !== '.cache'))
      symlinkSync(join(PROJECT, 'node_modules', name), join(project, 'node_modules', name));
    chmodSync(project, 0o755);
    chmodSync(cache, 0o777);
    const run = (env: Record<string, string>) =>
      spawnSync(process.execPath, [join(project, 'bin/paperboy.js'), 'search', 'embeddings', '--k', '1'], {
        cwd: cache,
        env: { PATH: process.env.PATH ?? '', HOME: '/nowhere', DATABASE_URL: `file:${cache}/p.db`, ...env },
        encoding: 'utf8',
        uid: 65_534,
        gid: 65_534,
      });
    const started = run({ XDG_CACHE_HOME: cache });
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.stdout).toMatch(/^1\. /);
    expect(existsSync(join(cache, 'paperboy/compiled'))).toBe(true);
    expect(run({ XDG_CACHE_HOME: cache }).status).toBe(0);
    const refused = run({});
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      /^Paperboy can't write its compiled files to .* or .*\. Set XDG_CACHE_HOME to a folder that this user may write to\.\n$/,
    );
  },
);

test('an old Node.js is named in one sentence', () => {
  const launcher = readFileSync(join(PROJECT, 'bin/paperboy.js'), 'utf8');
  const folder = newFolder();
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/paperboy.js'), launcher.replaceAll('process.versions.node', "'18.20.4'"));
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/paperboy.js')], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toBe(
    'Paperboy needs Node.js 20.19 or newer, and this is 18.20.4. Get it from https://nodejs.org.\n',
  );
});
