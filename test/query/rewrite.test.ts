/** What becomes of the queries that a model writes. */
import { expect, test } from 'vitest';
import { rewriteQuestion } from '../../src/query/rewrite.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';

const queriesOf = async (...queries: string[]) => {
  const model = createScriptedModel(() => ({ isResearch: true, queries }));
  const options = { payer: {}, signal: new AbortController().signal };
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

test('endless ones are cut off in no time', async () => {
  const started = performance.now();
  const queries = await queriesOf(
    'x'.repeat(100_000),
    ...Array.from({ length: 5_000 }, (_, i) => `word ${i}`),
  );
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(queries).toHaveLength(3);
  expect(queries[0]?.length).toBeLessThanOrEqual(150);
});
