/**
 * `npm run eval:llm`, or `npm run eval:llm -- rewriting` for some of it: what the language model of the settings does, held
 * against a plain way. Without one the plain way alone is measured.
 */
import type { ChatModel } from '../src/llm/chat-model.ts';
import { run as rewriting } from './rewriting.ts';

const parts: Readonly<Record<string, (model: ChatModel | undefined) => Promise<void>>> = { rewriting };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await run(undefined);
}
