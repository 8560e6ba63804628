import { writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { readEnvFile } from '../../src/config/env-file.ts';
import { newFolder, runProgram } from '../helpers/program.ts';
import { temporaryFolder } from '../store/helpers.ts';

const NAME = 'PAPERBOY_ENV_FILE_TEST';
afterEach(() => {
  delete process.env[NAME];
});

const text = `${NAME}=a b\nOTHER_${NAME}=`;
test.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
])('The first line counts in %s', (_what, bytes) => {
  const path = `${temporaryFolder()}/.env`;
  writeFileSync(path, bytes);
  readEnvFile(path);
  expect(process.env[NAME]).toBe('a b');
});

test.each([
  [
    'DISCORD_TOKN',
    'DISCORD_TOKN in .env is no setting of Paperboy, so it has no effect. Did you mean DISCORD_TOKEN?',
  ],
  ['log_level', 'log_level in .env is no setting of Paperboy, so it has no effect. Did you mean LOG_LEVEL?'],
  [
    'PAPERBOY_COLOUR',
    'PAPERBOY_COLOUR in .env is no setting of Paperboy, so it has no effect. .env.example names all settings.',
  ],
])('The unknown name %s is reported', (name, warning) => {
  const path = `${temporaryFolder()}/.env`;
  writeFileSync(path, `${name}=x\nLOG_LEVEL=info\nOLLAMA_CONTEXT_LENGTH=8192\nHTTPS_PROXY=\nNODE_OPTIONS=\n`);
  expect(readEnvFile(path)).toEqual([warning]);
  delete process.env[name];
});

test('The program reports an unknown name at its start, with the nearest setting', async () => {
  const folder = newFolder();
  writeFileSync(`${folder}/.env`, 'DISCORD_TOKN=x\n');
  const { code, stderr } = await runProgram(['search', 'prompt compression'], {}, folder);
  expect(code).toBe(0);
  expect(stderr).toContain(
    'DISCORD_TOKN in .env is no setting of Paperboy, so it has no effect. Did you mean DISCORD_TOKEN?',
  );
});
