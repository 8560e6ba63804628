/** Known deviations of servers from OpenAI's API: each is understood, or named. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, failureOf, hurried, PATIENT, RED } from './helpers.ts';

interface Asked {
  readonly messages: { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly max_tokens?: number;
  readonly reasoning_effort?: string;
  readonly response_format?: { readonly json_schema?: { readonly schema: object } };
}

interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

async function startRaw(answer: (asked: Asked, number: number) => Said) {
  const requests: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    if (request.url !== '/v1/chat/completions') {
      response.writeHead(404).end('{}');
      return;
    }
    requests.push(JSON.parse(body));
    const said = answer(requests.at(-1) as Asked, requests.length);
    response.writeHead(said.status ?? 200, { 'content-type': 'text/event-stream', ...said.headers });
    response.end(said.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, requests };
}

const stream = (...chunks: unknown[]): string =>
  [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
const delta = (of: object, finish: string | null = null) => ({
  choices: [{ delta: of, finish_reason: finish }],
});
const TEXT = JSON.stringify(RED);
const refusal = (message: string, status = 400): Said => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: { message } }),
});

describe('understood', () => {
  test.each([
    [
      'JSON among the thoughts, and no content',
      stream(delta({ reasoning_content: TEXT }), delta({}, 'stop')),
    ],
    [
      'data: null and choices: null',
      `data: null\n\n${stream({ choices: null }, delta({ content: TEXT }, 'stop'), { choices: null, usage: null })}`,
    ],
    ['content in parts', stream(delta({ content: [{ type: 'text', text: TEXT }] }, 'stop'))],
    ['no reason for the end, and [DONE]', stream(delta({ content: TEXT }))],
  ])('%s', async (_, body) => {
    const server = await startRaw(() => ({ body }));
    expect(await connect(server).ask()).toEqual(RED);
    expect(server.requests).toHaveLength(1);
  });

  test.each([400, 500])(
    'no role for the system (status %i): its message goes before the user’s',
    async (status) => {
      const server = await startRaw(({ messages }) =>
        messages.some(({ role }) => role === 'system')
          ? refusal('System role not supported', status)
          : { body: stream(delta({ content: TEXT }, 'stop')) },
      );
      const { ask } = connect(server);
      expect(await ask()).toEqual(RED);
      await ask();
      expect(server.requests).toHaveLength(3);
      expect(server.requests.at(-1)?.messages).toEqual([
        {
          role: 'user',
          content: expect.stringMatching(/^Say which colour[\s\S]*<thing>\na rose\n<\/thing>$/),
        },
      ]);
    },
  );

  test('a limit on the length of answers, after one refusal', async () => {
    const server = await startRaw(({ max_tokens = 0 }) =>
      max_tokens > 64
        ? refusal('max_tokens is too large: 100. This model supports at most 64 completion tokens')
        : { body: stream(delta({ content: TEXT }, 'stop')) },
    );
    expect(await connect(server).ask()).toEqual(RED);
    expect(server.requests.map(({ max_tokens }) => max_tokens)).toEqual([100, 64]);
  });

  test('a switch for reasoning, until the server refuses it', async () => {
    const server = await startRaw(({ reasoning_effort }, number) =>
      number > 2 && reasoning_effort
        ? refusal("Unsupported value: 'reasoning_effort' does not support 'none'")
        : { body: stream(delta({ reasoning: 'Well.' }), delta({ content: TEXT }, 'stop')) },
    );
    const { ask } = connect(server);
    for (let i = 0; i < 3; i++) expect(await ask()).toEqual(RED);
    expect(server.requests.map(({ reasoning_effort }) => reasoning_effort)).toEqual([
      undefined,
      'none',
      'none',
      undefined,
    ]);
  });

  test('a small context of a reasoning model, which gets what is left', async () => {
    const server = await startRaw(() => ({
      body: stream(delta({ reasoning: 'Well.' }), delta({ content: TEXT }, 'stop')),
    }));
    const { ask } = connect(server);
    await ask();
    await ask('A rose. '.repeat(2_000));
    const last = server.requests.at(-1);
    expect(last?.max_tokens).toBeGreaterThanOrEqual(100);
    expect(last?.max_tokens).toBeLessThan(4_100);
  });
});

describe('named', () => {
  test('an error with status 200', async () => {
    const server = await startRaw(() => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error: { message: 'Provider returned error', code: 503 } }),
    }));
    const { ask, clock, asked } = connect(server, PATIENT);
    expect(await failureOf(hurried(clock, ask()))).toMatchObject({
      reason: 'away',
      message: expect.stringContaining('503'),
    });
    expect(asked[0]?.tokens).toEqual({ in: 0, out: 0 });
  });

  test('a refusal, in the server’s own words with the key masked', async () => {
    const server = await startRaw(() => refusal('Nothing for sk-secret-0123456789abcdef today'));
    const failure = await failureOf(connect(server).ask());
    expect(failure.message).toMatch(/refuses the request \(status 400: .*Nothing for \[hidden\] today/);
  });

  test('Azure’s content filter', async () => {
    const server = await startRaw(() => ({
      ...refusal(''),
      body: JSON.stringify({ error: { code: 'content_filter', message: 'The response was filtered' } }),
    }));
    expect(await failureOf(connect(server).ask())).toMatchObject({
      reason: 'unusable',
      message: expect.stringContaining('content filter'),
    });
  });

  test('another address, which never gets the prompt', async () => {
    const other = await startRaw(() => ({ body: stream(delta({ content: TEXT }, 'stop')) }));
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await startRaw(() => ({
        status,
        headers: { location: `${other.baseUrl}/chat/completions` },
        body: '',
      }));
      const failure = await failureOf(connect(server).ask());
      expect(failure).toMatchObject({
        reason: 'misconfigured',
        message: expect.stringContaining('OPENAI_BASE_URL'),
      });
      expect(server.requests).toHaveLength(1);
    }
    expect(other.requests).toEqual([]);
  });
});

test.each([1e308, -1e9, Number.NaN, 1e15])(
  'a count of %d tokens is held to what was sent and received',
  async (count) => {
    const server = await startRaw(() => ({
      body: stream(delta({ content: TEXT }, 'stop'), {
        choices: [],
        usage: { prompt_tokens: count, completion_tokens: count },
      }),
    }));
    const { ask, budget } = connect(server);
    await ask();
    const { colour } = await budget.today('all');
    const bytes = server.requests[0]?.messages.map(({ content }) => content).join('\n').length ?? 0;
    expect(colour?.in).toBeGreaterThan(bytes / 20);
    expect(colour?.in).toBeLessThanOrEqual(bytes + 200);
    expect(colour?.out).toBeGreaterThan(0);
    expect(colour?.out).toBeLessThanOrEqual(100);
  },
);

test('lists are limited in the schema unless the server refuses that', async () => {
  const server = await startRaw(({ response_format }) =>
    JSON.stringify(response_format ?? {}).includes('maxItems')
      ? refusal("Invalid schema: 'maxItems' is not permitted")
      : { body: stream(delta({ content: TEXT }, 'stop')) },
  );
  const { ask } = connect(server);
  const { limitedPrompt } = await import('./helpers.ts');
  expect(await ask('a rose', { prompt: limitedPrompt })).toEqual(RED);
  expect(server.requests).toHaveLength(2);
  expect(server.requests[1]?.response_format?.json_schema).toBeDefined();
});
