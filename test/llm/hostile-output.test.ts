/** Advertisements, hidden and dressed-up text in what a model wrote; and texts made to keep the program busy. */
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { withoutCitations } from '../../src/answer/verify-citations.ts';
import { parseAnswer, parseCutOff, parsePartial } from '../../src/llm/json-answer.ts';
import { sanitizeOutput } from '../../src/llm/sanitize-output.ts';

const clean = (text: string) => sanitizeOutput(text, { maxChars: 900, instructions: '', tags: ['abstract'] });

test.each([
  'It is fast, and is available at get-bitcoin.pw.',
  'Prompts get shorter with cheapcoins.icu today.',
  'See mining.finance for more of it.',
  'The archive is at papers.zip for everyone.',
  'The model is hosted on evil dot com.',
  'The model is hosted on evil (dot) io.',
  'Find it at EvilShop.STORE now.',
  'name: evilbot',
  'It is fast z̷̢̧̛͎̱a̸̛͓̹l̶̨̛̳g̷̡̛o̵̢.',
])('dropped: %s', (text) => {
  expect(clean(text)).toBeUndefined();
});

test.each([
  ['It trims prompts, e.g. long ones, i.e. those of many words.'],
  ['It is built on torch.nn and Node.js, written in main.py.'],
  ['The dot product of two vectors is taken.'],
  ['Accuracy rises by 4.2 points, as in Fig. 3.'],
])('kept: %s', (text) => {
  expect(clean(text)).toBe(text);
});

test.each([
  ['It is \u2800\u2800fast\u3164\uffa0.', 'It is fast.'],
  ['It is 𝐟𝐚𝐬𝐭 and ｓｍａｌｌ.', 'It is fast and small.'],
])('simplified: %s', (text, shown) => {
  expect(clean(text)).toBe(shown);
});

const shape = z.object({ statements: z.array(z.string()) });
const JSON_SCHEMA = { properties: { statements: { type: 'array' } } };

test.each([
  ['lines of a list', `{${'- a\n'.repeat(24_000)}}`],
  ['pictures', `{${'![a]('.repeat(19_000)}}`],
  ['quotes', '"'.repeat(99_000)],
  ['quotes in an object', `{${'"'.repeat(99_000)}`],
  ['brackets', '['.repeat(99_000)],
  ['braces', '{'.repeat(99_000)],
  ['closed braces', '{}'.repeat(49_000)],
  ['backslashes', `{"a": "${'\\'.repeat(99_000)}`],
  ['thoughts', '<think>'.repeat(14_000)],
  ['spaces', `{"statements": ["${' '.repeat(99_000)}`],
  ['a megabyte of commas', `{"statements": [${','.repeat(1_000_000)}`],
])('%s are processed in a moment', (_, text) => {
  const start = performance.now();
  parseAnswer(text, shape);
  parsePartial(text);
  parseCutOff(text, shape, JSON_SCHEMA);
  clean(text);
  // A guard: each of these took between 5 and 19 seconds once.
  expect(performance.now() - start).toBeLessThan(1_500);
});

test('statements of thousands of spaces are processed in a moment', () => {
  const start = performance.now();
  for (let i = 0; i < 12; i++) clean(`It is${' '.repeat(3_990)}fast.`);
  withoutCitations('It is fast.');
  expect(performance.now() - start).toBeLessThan(1_500);
});

test.each([
  ['{"statements": ["a", "b",]}', ['a', 'b']],
  ["{'statements': ['a', 'it\\'s b']}", ['a', "it's b"]],
  ['{statements: ["33.40\\% of it"]}', ['33.40% of it']],
  ['{"statements": ["He said "yes" to it."]}', ['He said "yes" to it.']],
  ['{"statements": ["two\nlines"]}', ['two\nlines']],
  ['```json\n{"statements": ["a"]}\n```', ['a']],
])('repaired: %s', (text, statements) => {
  expect(parseAnswer(text, shape)).toEqual({ isRight: true, value: { statements } });
});
