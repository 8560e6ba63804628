import { describe, expect, test } from 'vitest';
import { connect, failureOf, hurried, PATIENT, RED, startServer } from './helpers.ts';

describe('servers with fewer capabilities', () => {
  test.each([
    [{ jsonSchema: false }, 2, { response_format: { type: 'json_object' } }],
    [{ jsonSchema: false, jsonObject: false }, 3, {}],
    [{ streams: false }, 2, {}],
    [{ streamOptions: false }, 2, { stream: true }],
    [{ unsupported: ['max_tokens'] }, 2, { max_completion_tokens: 100 }],
    [{ unsupported: ['temperature'] }, 2, {}],
    [
      {
        jsonSchema: false,
        jsonObject: false,
        streams: false,
        streamOptions: false,
        unsupported: ['temperature'],
      },
      5,
      { max_tokens: 100 },
    ],
  ] as const)('%j: is left out, and remembered over a restart', async (features, requests, last) => {
    const server = await startServer(() => ({ says: RED }));
    server.features = features;
    const first = connect(server);
    expect(await first.ask()).toEqual(RED);
    expect(server.requests).toHaveLength(requests);
    expect(server.requests.at(-1)).toMatchObject(last);
    const again = connect(server, {}, first.stores);
    expect(await again.ask()).toEqual(RED);
    expect(server.requests).toHaveLength(requests + 1);
    const { messages: _, ...rest } = server.requests.at(-1) ?? { messages: [] };
    const { messages: __, ...before } = server.requests.at(-2) ?? { messages: [] };
    expect(rest).toEqual(before);
  });

  test('one that only reports an error gets the plainest request', async () => {
    const server = await startServer((request) =>
      Object.keys(request).sort().join() === 'max_tokens,messages,model'
        ? { says: RED }
        : { status: 422, error: 'no' },
    );
    expect(await connect(server).ask()).toEqual(RED);
    expect(server.requests).toHaveLength(2);
  });

  test('one that ignores streaming is still read, and not asked to stream again', async () => {
    const server = await startServer(() => ({ says: RED }));
    server.features = { streams: 'silent' };
    const { ask } = connect(server);
    expect(await ask()).toEqual(RED);
    expect(await ask()).toEqual(RED);
    expect(server.requests.map(({ stream }) => stream)).toEqual([true, undefined]);
  });

  test('two refused requests at once give up no more than necessary', async () => {
    const server = await startServer(() => ({ says: RED }));
    server.features = { jsonSchema: false };
    const { ask } = connect(server);
    await Promise.all([ask(), ask()]);
    expect(server.requests.slice(-2).map(({ response_format }) => response_format?.type)).toEqual([
      'json_object',
      'json_object',
    ]);
  });

  test('one that refuses a request after working ones is not asked in other ways', async () => {
    const server = await startServer((_, number) =>
      number === 1 ? { says: RED } : { status: 400, error: { message: 'The text was filtered.' } },
    );
    const { ask } = connect(server);
    await ask();
    expect(await failureOf(ask())).toMatchObject({ reason: 'unusable' });
    expect(server.requests).toHaveLength(2);
  });

  test('one that counts no tokens has them estimated', async () => {
    const server = await startServer(() => ({ says: RED, usage: 'none' }));
    const { ask, asked } = connect(server);
    await ask();
    const bytes = server.requests[0]?.messages.map(({ content }) => content).join('\n').length ?? 0;
    expect(asked[0]?.tokens).toEqual({
      in: Math.ceil(bytes / 3),
      out: Math.ceil(JSON.stringify(RED).length / 3),
    });
  });
});

describe('reasoning models', () => {
  test.each([
    ['between tags', `<think>{"colour": "blue"} or so?</think>\n${JSON.stringify(RED)}`, undefined],
    ['without the tag that begins it', `Hm {"colour": 1}.</think>${JSON.stringify(RED)}`, undefined],
    ['in a field of its own', RED, 'Roses are red.'],
  ])('%s', async (_, says, reasoning) => {
    const server = await startServer(() => ({ says, ...(reasoning ? { reasoning } : {}) }));
    const { ask } = connect(server);
    const partials: object[] = [];
    expect(await ask('a rose', { onPartial: (partial) => partials.push(partial) })).toEqual(RED);
    expect(JSON.stringify(partials.at(-1))).not.toContain('blue');
    await ask();
    expect(server.requests.map(({ max_tokens }) => max_tokens)).toEqual([100, 4_100]);
  });

  test('that use up all tokens for thinking get more, once', async () => {
    const server = await startServer((_, number) =>
      number === 1 ? { says: '', reasoning: 'Well…', finish: 'length' } : { says: RED },
    );
    expect(await connect(server).ask()).toEqual(RED);
    expect(server.requests.map(({ max_tokens }) => max_tokens)).toEqual([100, 4_100]);
  });
});

describe('a text that is too long', () => {
  test.each([
    [
      "This model's maximum context length is 1000 tokens. However, you requested 9999 tokens.",
      'context_length_exceeded',
    ],
    ['the request exceeds the available context size (1000 tokens), try increasing it', undefined],
    ['prompt is too long', undefined],
  ])('%s: is shortened until it fits, from the longest value', async (message, code) => {
    const server = await startServer(({ messages }) =>
      messages.map(({ content }) => content).join('').length < 2_700
        ? { says: RED }
        : { status: 400, error: { message, ...(code ? { code } : {}) } },
    );
    const { ask, clock } = connect(server, PATIENT);
    const rose = 'A rose is a rose is a rose. '.repeat(300);
    expect(await hurried(clock, ask(rose))).toEqual(RED);
    expect(server.requests.length).toBeLessThanOrEqual(8);
    const sent = server.requests.at(-1)?.messages[1]?.content ?? '';
    expect(sent).toMatch(/^<thing>\nA rose[\s\S]* \[…\]\n<\/thing>$/);
    expect(sent.length).toBeGreaterThan(500);
  });

  test('is shortened before it is sent if the context size is known', async () => {
    const server = await startServer(() => ({ says: RED }));
    await connect(server).ask('A rose. '.repeat(10_000));
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.messages[1]?.content.length).toBeLessThan(8_192 * 3);
  });

  test('is given up if nothing useful would be left', async () => {
    const server = await startServer(() => ({
      status: 400,
      error: { message: 'maximum context length is 300' },
    }));
    const error = await failureOf(connect(server).ask('A rose is a rose. '.repeat(20)));
    expect(error).toMatchObject({ reason: 'unusable', message: expect.stringContaining('too long for big') });
    expect(server.requests.length).toBeLessThan(4);
  });
});
