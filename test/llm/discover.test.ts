/** Capability detection at the start. */
import { expect, test } from 'vitest';
import { connect, RED, startServer } from './helpers.ts';

const never = () => new AbortController().signal;
const word = { says: { word: 'paper' } };

test('one round trip per model detects its capabilities, and a restart needs none', async () => {
  const server = await startServer(() => word);
  server.features = { jsonSchema: false };
  const { model, stores, asked } = connect(server, { fastModel: 'small' });
  const found = await model.discover(never());
  expect(found.map(({ model: name, capabilities }) => [name, capabilities.format])).toEqual([
    ['small', 'object'],
    ['big', 'object'],
  ]);
  expect(asked.map(({ purpose }) => purpose)).toEqual(['check', 'check']);
  const before = server.requests.length;
  expect(await connect(server, { fastModel: 'small' }, stores).model.discover(never())).toEqual([]);
  expect(server.requests).toHaveLength(before);
});

test('a server that is down at the start is later asked as if it had every capability', async () => {
  let isUp = false;
  const server = await startServer(() => (isUp ? { says: RED } : { status: 401 }));
  const { model, ask } = connect(server);
  await expect(model.discover(never())).rejects.toMatchObject({ reason: 'misconfigured' });
  isUp = true;
  expect(await ask()).toEqual(RED);
});

test.each<[string, Record<string, object>, number]>([
  ['vLLM', { '/v1/models': { data: [{ id: 'other' }, { id: 'big', max_model_len: 32_768 }] } }, 32_768],
  ['OpenRouter', { '/v1/models': { data: [{ id: 'big', context_length: 131_072 }] } }, 131_072],
  ['Groq', { '/v1/models': { data: [{ id: 'big', context_window: 16_384 }] } }, 16_384],
  [
    'llama.cpp',
    {
      '/v1/models': { data: [{ id: 'big', meta: { n_ctx_train: 131_072 } }] },
      '/props': { default_generation_settings: { n_ctx: 2_048 } },
    },
    2_048,
  ],
  [
    'Ollama, which gives less than the model could take',
    {
      '/v1/models': { data: [{ id: 'big' }] },
      '/api/show': { model_info: { 'llama.context_length': 131_072 } },
    },
    4_096,
  ],
  [
    'Ollama with a setting of its own',
    {
      '/api/show': {
        parameters: 'stop "<|eot|>"\nnum_ctx                        16384',
        model_info: { 'llama.context_length': 131_072 },
      },
    },
    16_384,
  ],
  ['a server that says nothing', {}, 8_192],
  ['a server that says nonsense', { '/v1/models': { data: 'none' }, '/props': {}, '/api/show': [] }, 8_192],
])('the context of %s is %#', async (_, pages, contextTokens) => {
  const server = await startServer(() => word);
  server.pages = pages;
  const [found] = await connect(server).model.discover(never());
  expect(found?.capabilities.contextTokens).toBe(contextTokens);
});
