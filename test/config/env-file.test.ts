import { writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { readEnvFile } from '../../src/config/env-file.ts';
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
