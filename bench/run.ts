/** `npm run bench`, or `npm run bench -- bot titles` for some parts. Each part prints its figures. */
import { run as bot } from './bot.ts';
import { run as ingest } from './ingest.ts';
import { run as languageModel } from './language-model.ts';
import { run as peers } from './peers.ts';
import { run as query } from './query.ts';
import { run as question } from './question.ts';
import { run as reembed } from './reembed.ts';
import { run as scan } from './scan.ts';
import { run as sentence } from './sentence.ts';
import { run as summary } from './summary.ts';
import { run as titles } from './titles.ts';
import { run as trending } from './trending.ts';
import { run as year } from './year.ts';

const parts: Readonly<Record<string, () => Promise<void>>> = {
  bot,
  scan,
  titles,
  summary,
  sentence,
  query,
  question,
  reembed,
  trending,
  ingest,
  year,
  'language-model': languageModel,
  peers,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await run();
}
