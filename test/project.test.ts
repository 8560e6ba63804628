/** Holds what a clone must have: the named packages, nothing of anyone's machine, and nothing that nobody uses. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import config from '../vitest.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));

describe('package.json', () => {
  test('requires a suitable Node, and ES modules', () => {
    expect(manifest).toMatchObject({ type: 'module', engines: { node: '>=20.19' } });
  });

  test('names the packages that the project is built on', () => {
    expect(manifest.dependencies).toMatchObject({
      'discord.js': expect.any(String),
      openai: expect.any(String),
      '@xenova/transformers': expect.stringMatching(/^npm:@huggingface\/transformers@/),
      keyv: expect.any(String),
      zod: expect.any(String),
    });
    expect(manifest.devDependencies).toHaveProperty('vitest');
  });
});

test.each(['src', 'commands', 'prompts', 'data', 'test', 'package.json', 'tsconfig.json', '.env.example'])(
  '%s exists',
  (entry) => {
    expect(existsSync(join(root, entry))).toBe(true);
  },
);

test('a missing golden file fails a test, and is not written', () => {
  expect(config.test?.update).toBe('none');
});

test('package-lock.json names no registry, so that npm uses the configured one', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  expect(Object.values<{ resolved?: string }>(packages).filter(({ resolved }) => resolved)).toEqual([]);
});

test('package-lock.json has the packages of every platform, or npm ci would refuse it', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const missing = Object.entries<{ optionalDependencies?: object }>(packages).flatMap(([where, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !(`${where}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

test('npm prints nothing about the settings and runs no package’s install script', () => {
  const { stdout, stderr } = spawnSync('npm', ['config', 'get', 'ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: 'true', stderr: '' });
});

test('packages that Node never loads are replaced by an empty one', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const named = (name: string) =>
    Object.entries<{ name?: string }>(packages)
      .filter(([where]) => where.endsWith(`node_modules/${name}`))
      .map(([, entry]) => entry.name);
  for (const name of ['onnxruntime-web', 'sharp', 'sqlite3', '@vitest/coverage-v8'])
    expect([name, named(name)]).toEqual([name, ['@favware/skip-dependency']]);
});

// A downloaded copy without .git has no list of tracked files, and nothing that could slip into a commit.
const isCheckout = existsSync(join(root, '.git'));
describe.skipIf(!isCheckout)('tracked files', () => {
  const list = ['-c', 'safe.directory=*', 'ls-files', '-z'];
  // The body runs even where the tests in it are skipped.
  const paths = (isCheckout ? execFileSync('git', list, { cwd: root, encoding: 'utf8' }) : '')
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
  const texts = paths.map((path) => ({ path, text: read(path) })).filter(({ text }) => !text.includes('\0'));

  test('contain no path of anyone’s machine and no package registry’s address', () => {
    const folders = ['root', 'work', 'home', 'Users'].join('|');
    const machinePath = new RegExp(String.raw`(?<![\w.~)}\]/-])/(?:${folders})/[\w.]`);
    const registry = /https?:\/\/(?:registry|npm|mirrors?|artifactory|nexus)\b[\w.-]*/i;
    const found = texts.flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line, i) => ({
          where: `${path}:${i + 1}`,
          what: (machinePath.exec(line) ?? registry.exec(line))?.[0],
        }))
        .filter(({ what }) => what !== undefined),
    );
    expect(found).toEqual([]);
  });

  /** Packages that no file imports, each with its reason. */
  const NOT_IMPORTED = {
    tsx: 'runs scripts and benchmarks',
    '@biomejs/biome': 'npm run lint',
    '@types/cli-progress': 'types',
    '@types/node': 'types',
    '@types/ws': 'types',
  };

  test('import every package that package.json names', () => {
    const imported = new Set(
      texts
        .filter(({ path }) => path.endsWith('.ts'))
        .flatMap(({ text }) => ts.preProcessFile(text, true, true).importedFiles)
        .map(({ fileName }) =>
          fileName
            .split('/')
            .slice(0, fileName.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
    );
    const unused = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      (name) => !imported.has(name) && !(name in NOT_IMPORTED),
    );
    expect(unused).toEqual([]);
  });
});
