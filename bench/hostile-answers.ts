/**
 * Prints for how long an answer that is made to keep the program busy holds up the event loop: reading it, making it
 * harmless, and checking it against an abstract. `node --import tsx bench/hostile-answers.ts`
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { z } from 'zod';
import { loadEmbedder } from '../src/embedding/load.ts';
import { isEntailed, readEvidence } from '../src/grounding/entailment.ts';
import { parseAnswer, parsePartial } from '../src/llm/json-answer.ts';
import { sanitizeOutput } from '../src/llm/sanitize-output.ts';
import { createDictionary } from '../src/retrieval/query/dictionary.ts';

const shape = z.object({ statements: z.array(z.string()) });
const limits = { maxChars: 900, instructions: '', tags: ['abstract'] };
const WORDS = 'prompt model token accuracy reduces improves not without 4.2% than Research'.split(' ');
const prose = (words: number): string =>
  Array.from({ length: words }, (_, i) => WORDS[(i * 7) % WORDS.length]).join(' ');

const TEXTS: Readonly<Record<string, string>> = {
  'lines of a list': `{${'- a\n'.repeat(24_000)}}`,
  pictures: `{${'![a]('.repeat(19_000)}}`,
  quotes: '"'.repeat(99_000),
  braces: '{'.repeat(99_000),
  spaces: `{"statements": ["${' '.repeat(99_000)}"]}`,
  'a megabyte': `{"statements": ["${'x '.repeat(500_000)}"]}`,
};

for (const [name, text] of Object.entries(TEXTS)) {
  const start = performance.now();
  parsePartial(text);
  parseAnswer(text, shape);
  sanitizeOutput(text, limits);
  console.log(`${name.padEnd(20)} ${(performance.now() - start).toFixed(1).padStart(8)} ms`);
}

const embedder = await loadEmbedder({ kind: 'bundled' });
const isWord = createDictionary();
const abstract = Array.from({ length: 40 }, () => `${prose(45)}.`).join(' ');
// What is loaded once is not measured.
await readEvidence({ title: 'A', abstract: 'We propose it.' }, embedder);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const evidence = await readEvidence({ title: prose(40), abstract }, embedder);
for (let i = 0; i < 12; i++) await isEntailed(`${prose(80 - i)}.`, evidence, isWord);
delay.disable();
console.log(`checked sentences    ${(delay.max / 1e6).toFixed(1).padStart(8)} ms at most at a time`);
