/**
 * `npm run eval`: asks the question sets of ../shared/relevance and sets made from the corpus. Prints the results of
 * Paperboy, of its two halves alone, and of an outside model if given. Usage: npm run eval [-- lists pool asked
 * languages names spelling answerability own] [--outside MODEL_FOLDER] [--half even|odd]
 */
import { parseArgs } from 'node:util';
import { answerability } from './parts/answerability.ts';
import { languages } from './parts/languages.ts';
import { asked, lists, pool } from './parts/lists.ts';
import { names } from './parts/names.ts';
import { own } from './parts/own.ts';
import { spelling } from './parts/spelling.ts';
import { type Half, openCorpus } from './setting.ts';

const PARTS = { lists, asked, languages, names, spelling, answerability, pool, own };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { outside: { type: 'string' }, half: { type: 'string' } },
});
const half = ['even', 'odd'].includes(values.half ?? '') ? (values.half as Half) : 'all';
const wanted = Object.entries(PARTS).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
);
const unknown = positionals.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}
const setting = await openCorpus({ half, outside: values.outside });
try {
  for (const [, part] of wanted) await part(setting);
} finally {
  await setting.close();
}
