/** The second opinion of a language model on a loopback server, through summaries and answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateAnswer } from '../../src/answer/generate.ts';
import type { ChatModel } from '../../src/llm/chat-model.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { loadSummaryPrompts, writeSummary } from '../../src/summary/write.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';
import type { LlmAnswer, LlmRequest } from '../helpers/llm-server.ts';
import { makePaper } from '../helpers/papers.ts';
import { connect, failureOf, startServer } from '../llm/helpers.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const TRUE = 'PromptTrim removes tokens that a small model finds predictable.';
const ALSO_TRUE = 'It makes prompts 4 times shorter.';
const paper = makePaper({
  title: 'PromptTrim: Shorter Prompts',
  abstract: `Long prompts are slow and expensive. ${TRUE} ${ALSO_TRUE} Experiments show that it improves retrieval.`,
});
const isOpinion = ({ messages }: LlmRequest): boolean =>
  messages.some(({ content }) => content.includes('<sentences>\n'));

/** A server that writes as told, and then gives its opinion. */
async function serve(writes: object, opinion: LlmAnswer, secondOpinion = true) {
  const server = await startServer((request) => (isOpinion(request) ? opinion : { says: writes }));
  return { server, ...connect(server, { secondOpinion, fastModel: 'small' }) };
}
const own = { usageSubject: {}, signal: new AbortController().signal, onDraft: () => {} };
const sum = (model: ChatModel, length: 'line' | 'short') =>
  writeSummary(
    { model, prompts: loadSummaryPrompts(), embedder: engine.embedder, isWord: () => true },
    paper,
    length,
    own,
  );
const answer = async (model: ChatModel) =>
  (
    await generateAnswer(
      engine,
      model,
      { query: parseQuery('how do I shorten prompts?'), earlier: [] },
      [paper],
      own,
    )
  ).map(({ text }) => text);
const STATEMENTS = { statements: [{ text: `${TRUE} ${ALSO_TRUE}`, papers: [1], english: '' }] };
const PARTS = {
  problem: 'Long prompts are slow and expensive.',
  method: TRUE,
  result: ALSO_TRUE,
  audience: '',
};

describe('a second opinion', () => {
  test('removes the sentences of an answer that it names, after one request to the smaller model', async () => {
    const { model, server } = await serve(STATEMENTS, { says: { unsupported: [2, 9] } });
    expect(await answer(model)).toEqual([TRUE]);
    expect(server.requests.filter(isOpinion)).toHaveLength(1);
    const asked = server.requests.find(isOpinion);
    expect(asked?.model).toBe('small');
    expect(asked?.messages.at(-1)?.content).toContain(`1. ${TRUE}\n2. ${ALSO_TRUE}`);
  });

  test('removes a sentence of a summary, and the whole one-line summary', async () => {
    const parts = await serve(PARTS, { says: { unsupported: [1] } });
    expect((await sum(parts.model, 'short')).map(({ text }) => text)).toEqual([TRUE, ALSO_TRUE]);
    const line = await serve({ sentence: TRUE }, { says: { unsupported: [1] } });
    expect((await failureOf(sum(line.model, 'line'))).reason).toBe('unusable');
  });

  test.each([
    ['is empty', { says: { unsupported: [] } }],
    ['is nonsense', { says: 'I think they are fine' }],
    ['fails', { status: 400, error: { message: 'no' } }],
  ] as const)('that %s removes nothing', async (_, opinion) => {
    const { model } = await serve(STATEMENTS, opinion);
    expect(await answer(model)).toEqual([`${TRUE} ${ALSO_TRUE}`]);
  });

  test('is asked for only if it is set, and never about nothing', async () => {
    const unset = await serve(STATEMENTS, { says: { unsupported: [1, 2] } }, false);
    expect(await answer(unset.model)).toEqual([`${TRUE} ${ALSO_TRUE}`]);
    expect(unset.server.requests.filter(isOpinion)).toEqual([]);
    const empty = await serve({ statements: [] }, { says: { unsupported: [1] } });
    expect(await answer(empty.model)).toEqual([]);
    expect(empty.server.requests.filter(isOpinion)).toEqual([]);
  });

  test('makes other cached answers', async () => {
    const [one, two] = [await serve({}, { says: {} }, false), await serve({}, { says: {} })];
    const idOf = ({ model, server }: typeof one) => model.modelId.replace(new URL(server.baseUrl).host, '');
    expect(idOf(one)).not.toBe(idOf(two));
  });
});
