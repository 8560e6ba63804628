/** Reads a .env file as editors save it: in UTF-8 or UTF-16, with or without a byte order mark. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { textEncoding } from '../ingest/sources/file-kind.ts';

/** Sets the variables that aren't set yet. */
export function readEnvFile(path: string): void {
  const bytes = readFileSync(path);
  const text = new TextDecoder(textEncoding(bytes)).decode(bytes);
  for (const [name, value] of Object.entries(parseEnv(text))) process.env[name] ??= value;
}
