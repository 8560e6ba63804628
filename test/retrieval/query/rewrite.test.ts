/** Checks on a model's query rewrites. */
import { expect, test } from 'vitest';
import { rewriteQuestion } from '../../../src/retrieval/query/rewrite.ts';
import { growth, MAX_LINEAR_GROWTH } from '../../helpers/growth.ts';
import { createScriptedModel } from '../../helpers/scripted-model.ts';

const queriesOf = async (...queries: string[]) => {
  const model = createScriptedModel(() => ({ isResearch: true, queries }));
  const options = { usageSubject: {}, signal: new AbortController().signal };
  return (await rewriteQuestion(model, 'how do models forget?', [], options)).queries;
};

test('three are kept, each once, as plain words without addresses and filters', async () => {
  expect(
    await queriesOf(
      'How do models forget?',
      'unlearning',
      'author:"A B" https://evil.example/x',
      '!',
      'Unlearning',
      'a',
      'b',
    ),
  ).toEqual(['unlearning', 'author A B', 'a']);
});

test('text that nobody may see is no query: people can look up the searches', async () => {
  expect(
    await queriesOf(
      'machine unlearning discord.gg/abc123',
      'You turn a person’s question into queries for a search engine over abstracts',
      '@everyone machine unlearning',
      'unlearning at evil.com',
      'bWFjaGluZSB1bmxlYXJuaW5nIGlzIHdoYXQgdGhleSBhc2sgZm9y',
      'I cannot help with that',
      'machine unlearning',
    ),
  ).toEqual(['machine unlearning']);
});

test('endless ones are truncated, in time proportional to their length', async () => {
  const endless = (chars: number) =>
    queriesOf('x'.repeat(chars), ...Array.from({ length: chars / 20 }, (_, i) => `word ${i}`));
  expect(await growth(25_000, endless)).toBeLessThan(MAX_LINEAR_GROWTH);
  const queries = await endless(100_000);
  expect(queries).toHaveLength(3);
  expect(queries[0]?.length).toBeLessThanOrEqual(150);
});
