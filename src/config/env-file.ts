/** Reads a .env file as editors save it: in UTF-8 or UTF-16, with or without a byte order mark. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { textEncoding } from '../ingest/sources/file-kind.ts';
import { editDistance } from '../text/edit-distance.ts';
import { SETTING_NAMES } from './environment.ts';

// Other programs that share the file, and Node itself.
const FOREIGN = /^(?:NODE_|OLLAMA_|HF_|TZ$|XDG_)|_PROXY$/i;
const MAX_EDITS = 3;

/** Sets the variables that aren't set yet. Returns a sentence for each name that is no setting. */
export function readEnvFile(path: string): string[] {
  const bytes = readFileSync(path);
  const text = new TextDecoder(textEncoding(bytes)).decode(bytes);
  const variables = Object.entries(parseEnv(text));
  for (const [name, value] of variables) process.env[name] ??= value;
  return variables
    .map(([name]) => name)
    .filter((name) => !SETTING_NAMES.includes(name) && !FOREIGN.test(name))
    .map((name) => {
      const nearest = nearestSetting(name);
      const advice = nearest ? `Did you mean ${nearest}?` : '.env.example names all settings.';
      return `${name} in .env is no setting of Paperboy, so it has no effect. ${advice}`;
    });
}

function nearestSetting(name: string): string | undefined {
  const near = SETTING_NAMES.map((known) => ({
    known,
    edits: editDistance(name.toUpperCase(), known, MAX_EDITS),
  }));
  const [best] = near.filter(({ edits }) => edits <= MAX_EDITS).sort((a, b) => a.edits - b.edits);
  return best?.known;
}
