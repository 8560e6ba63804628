/** Everything that a server can do wrong, over a real connection. Time passes only where a test lets it. */
import Keyv from 'keyv';
import { describe, expect, test, vi } from 'vitest';
import { LanguageModelError } from '../../src/errors.ts';
import type { LlmAnswer } from '../helpers/llm-server.ts';
import { connect, KEY, RED, startServer } from './helpers.ts';

const failureOf = (asking: Promise<unknown>): Promise<LanguageModelError> =>
  asking.then(
    (value) => Promise.reject(new Error(`It answered ${JSON.stringify(value)}`)),
    (error) => (error instanceof LanguageModelError ? error : Promise.reject(error)),
  );

/** So that a slow machine doesn't use up the time while the clock runs. */
const PATIENT = { patienceMs: 600_000 };

/** Lets the clock run until the question is answered: waits between attempts are over at once. */
async function hurried<T>(clock: { advance(ms: number): void }, asking: Promise<T>): Promise<T> {
  let isDone = false;
  const done = asking.finally(() => {
    isDone = true;
  });
  done.catch(() => {});
  await vi.waitUntil(
    () => {
      if (!isDone) clock.advance(20);
      return isDone;
    },
    { interval: 5, timeout: 15_000 },
  );
  return done;
}

describe('settings that the server does not take', () => {
  test.each([401, 403])('a wrong key (%i) is said, with what to do and without the key', async (status) => {
    const server = await startServer(() => ({
      status,
      error: { message: `Incorrect API key provided: ${KEY}`, code: 'invalid_api_key' },
    }));
    const { ask, lines, asked, budget } = connect(server);
    const error = await failureOf(ask('my secret rose'));
    expect(error.reason).toBe('misconfigured');
    expect(error.message).toMatch(/refuses the key \(status 40[13]\)\. Copy OPENAI_API_KEY again/);
    expect(server.requests).toHaveLength(1);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ purpose: 'colour', reason: 'misconfigured', status });
    expect(`${lines}${error.message}`).not.toContain(KEY);
    expect(lines.join()).not.toContain('rose');
    expect(asked).toMatchObject([{ outcome: 'misconfigured', tokens: { in: 0, out: 0 } }]);
    expect(await budget.today('all')).toMatchObject({ colour: { in: 0, out: 0 } });
  });

  test('no key where one is wanted is said as that', async () => {
    const server = await startServer(() => ({ status: 401, error: { message: 'You need a key.' } }));
    const error = await failureOf(connect(server, { apiKey: undefined }).ask());
    expect(error.message).toMatch(/wants a key \(status 401\)\. Set OPENAI_API_KEY/);
  });

  test('a model that the server does not know is named', async () => {
    const server = await startServer(() => ({
      status: 404,
      error: { message: 'The model `big` does not exist', code: 'model_not_found' },
    }));
    const error = await failureOf(connect(server).ask());
    expect(error).toMatchObject({ reason: 'misconfigured' });
    expect(error.message).toMatch(/doesn't know the model big \(status 404\)\. Set OPENAI_MODEL/);
  });

  test('an address without /v1 is completed in the message', async () => {
    const server = await startServer(() => ({ says: RED }));
    const baseUrl = server.baseUrl.replace('/v1', '');
    const error = await failureOf(connect({ baseUrl }).ask());
    expect(error.reason).toBe('misconfigured');
    expect(error.message).toContain(`Most servers want /v1 at its end: OPENAI_BASE_URL=${baseUrl}/v1`);
  });

  test('an account without credit is not asked again', async () => {
    const server = await startServer(() => ({
      status: 429,
      error: { message: 'You exceeded your current quota', code: 'insufficient_quota' },
    }));
    expect(await failureOf(connect(server).ask())).toMatchObject({ reason: 'misconfigured' });
    expect(server.requests).toHaveLength(1);
  });

  test('a server that is not there is away', async () => {
    const server = await startServer(() => ({ says: RED }));
    await server.close();
    const { ask, clock, budget } = connect(server, PATIENT);
    const error = await failureOf(hurried(clock, ask()));
    expect(error.reason).toBe('away');
    expect(error.message).toMatch(/the connection to 127\.0\.0\.1:\d+ failed \(ECONNREFUSED\)/);
    expect(await budget.today('all')).toMatchObject({ colour: { in: 0, out: 0, calls: 3 } });
    server.close = async () => {};
  });
});

describe('servers that can do less', () => {
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
  ] as const)('%j: is asked without, and remembered over a restart', async (features, requests, last) => {
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

  test('one that says only that something is wrong is asked in the plainest way', async () => {
    const server = await startServer((request) =>
      Object.keys(request).sort().join() === 'max_tokens,messages,model'
        ? { says: RED }
        : { status: 422, error: 'no' },
    );
    expect(await connect(server).ask()).toEqual(RED);
    expect(server.requests).toHaveLength(2);
  });

  test('one that answers whole where it should stream is read all the same, and not asked to stream again', async () => {
    const server = await startServer(() => ({ says: RED }));
    server.features = { streams: 'silent' };
    const { ask } = connect(server);
    expect(await ask()).toEqual(RED);
    expect(await ask()).toEqual(RED);
    expect(server.requests.map(({ stream }) => stream)).toEqual([true, undefined]);
  });

  test('two questions that are refused at once do not give up more than needed', async () => {
    const server = await startServer(() => ({ says: RED }));
    server.features = { jsonSchema: false };
    const { ask } = connect(server);
    await Promise.all([ask(), ask()]);
    expect(server.requests.slice(-2).map(({ response_format }) => response_format?.type)).toEqual([
      'json_object',
      'json_object',
    ]);
  });

  test('one that proved what it can do and then refuses a question is not asked it in other ways', async () => {
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

describe('models that think', () => {
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

  test('whose thoughts used all of the tokens get more, once', async () => {
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

  test('is shortened before it is sent where the context is known', async () => {
    const server = await startServer(() => ({ says: RED }));
    await connect(server).ask('A rose. '.repeat(10_000));
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.messages[1]?.content.length).toBeLessThan(8_192 * 3);
  });

  test('is given up where nothing of use would be left', async () => {
    const server = await startServer(() => ({
      status: 400,
      error: { message: 'maximum context length is 300' },
    }));
    const error = await failureOf(connect(server).ask('A rose is a rose. '.repeat(20)));
    expect(error).toMatchObject({ reason: 'unusable', message: expect.stringContaining('too long for big') });
    expect(server.requests.length).toBeLessThan(4);
  });
});

describe('a server that is overloaded or broken', () => {
  test.each([429, 500, 502, 503, 529])('status %i once: asked again', async (status) => {
    const server = await startServer((_, number) => (number === 1 ? { status } : { says: RED }));
    const { ask, clock, asked } = connect(server, PATIENT);
    expect(await hurried(clock, ask())).toEqual(RED);
    expect(server.requests).toHaveLength(2);
    expect(asked).toMatchObject([{ outcome: 'answered', tokens: { in: 100, out: 20 } }]);
  });

  test('for good: given up after three attempts', async () => {
    const server = await startServer(() => ({ status: 500, error: '<html>Oops</html>' }));
    const { ask, clock } = connect(server, PATIENT);
    expect(await failureOf(hurried(clock, ask()))).toMatchObject({ reason: 'away' });
    expect(server.requests).toHaveLength(3);
  });

  test('Retry-After that fits into the time is waited for', async () => {
    const server = await startServer((_, number) =>
      number === 1 ? { status: 429, headers: { 'retry-after': '3' } } : { says: RED },
    );
    const { ask, clock } = connect(server, PATIENT);
    const startMs = clock.now();
    expect(await hurried(clock, ask())).toEqual(RED);
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(3_000);
  });

  test('Retry-After that does not fit is not waited for', async () => {
    const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    const { ask, clock } = connect(server);
    const error = await failureOf(ask());
    expect(error).toMatchObject({ reason: 'away', message: expect.stringContaining('asked too often') });
    expect(server.requests).toHaveLength(1);
    expect(clock.now()).toBe(connect(server).clock.now());
  });

  test('one that hangs is let go when whoever asked goes, and what it may have cost is counted', async () => {
    const server = await startServer(() => ({ hangs: true }));
    const { ask, budget, clock } = connect(server);
    const controller = new AbortController();
    const asking = failureOf(ask('a rose', { signal: controller.signal }));
    await server.received(1);
    clock.advance(8_000);
    controller.abort(new Error('no answer within 8 s'));
    expect(await asking).toMatchObject({ reason: 'away', message: expect.stringContaining('in time') });
    await server.idle();
    expect((await budget.today('all')).colour).toMatchObject({ out: 100, calls: 1 });
  });

  test('a question that is given up before it began is not asked', async () => {
    const server = await startServer(() => ({ says: RED }));
    expect(await failureOf(connect(server).ask('a rose', { signal: AbortSignal.abort() }))).toMatchObject({
      reason: 'away',
    });
    expect(server.requests).toHaveLength(0);
  });

  test('a slow trickle is let go too, and nothing is heard of it after', async () => {
    let drip = (_: string) => {};
    const drops = async function* () {
      yield '{"colour": "r';
      for (;;) yield await new Promise<string>((resolve) => (drip = resolve));
    };
    const server = await startServer(() => ({ says: drops() }));
    const controller = new AbortController();
    const partials: object[] = [];
    const { ask } = connect(server);
    let begun = () => {};
    const first = new Promise<void>((resolve) => (begun = resolve));
    const asking = failureOf(
      ask('a rose', {
        signal: controller.signal,
        onPartial(partial) {
          partials.push(partial);
          begun();
        },
      }),
    );
    await first;
    controller.abort();
    expect(await asking).toMatchObject({ reason: 'away' });
    drip('ed"');
    await server.idle();
    expect(partials).toEqual([{ colour: 'r' }]);
  });

  test.each([true, false])('an answer that breaks off is asked for again (streamed: %s)', async (streams) => {
    const server = await startServer((_, number) =>
      number === (streams ? 1 : 2)
        ? { says: '{"colour": "red", "shades": []}', breaksOff: true }
        : { says: RED },
    );
    server.features = { streams };
    const { ask, clock } = connect(server, PATIENT);
    expect(await hurried(clock, ask())).toEqual(RED);
    expect(server.requests).toHaveLength(streams ? 2 : 3);
  });

  test('what takes longer than two minutes is let go, whoever waits', async () => {
    const server = await startServer(() => ({ hangs: true }));
    const { ask, clock } = connect(server);
    const asking = failureOf(ask());
    await server.received(1);
    clock.advance(120_000);
    expect(await asking).toMatchObject({
      reason: 'away',
      message: expect.stringContaining('longer than 120 s'),
    });
    await server.idle();
  });
});

describe('answers that are not what was asked for', () => {
  test.each([
    ['in a code fence', `\`\`\`json\n${JSON.stringify(RED)}\n\`\`\``],
    ['among words', `Sure! Here you are: ${JSON.stringify(RED)} I hope {it} helps.`],
    ['after another object', `{"thing": "a rose"} ${JSON.stringify(RED)}`],
    ['with the slips that models make', `{colour: 'red', "shades": ["ruby", "rust",],}`],
    ['with fields too many', { ...RED, url: 'https://evil.example', __proto__: { admin: true } }],
  ])('JSON %s is found', async (_, says) => {
    const server = await startServer(() => ({ says }));
    expect(await connect(server).ask()).toEqual(RED);
    expect(server.requests).toHaveLength(1);
  });

  const BAD: [string, LlmAnswer][] = [
    ['no JSON', { says: 'Red, I should think.' }],
    ['nothing', { says: '' }],
    ['JSON with a field missing', { says: { colour: 'red' } }],
    ['JSON of other types', { says: { colour: 7, shades: 'ruby' } }],
    ['a list', { says: [RED.colour] }],
    ['JSON that is not closed', { says: JSON.stringify(RED).slice(0, -8) }],
  ];

  test.each(BAD)('%s: asked to mend it once', async (_, bad) => {
    const server = await startServer((_request, number) => (number === 1 ? bad : { says: RED }));
    const { ask, asked } = connect(server);
    expect(await ask()).toEqual(RED);
    const roles = server.requests[1]?.messages.map(({ role }) => role);
    expect(roles).toEqual(['system', 'user', 'assistant', 'user']);
    expect(server.requests[1]?.messages[3]?.content).toMatch(/^That can't be used: /);
    expect(asked[0]?.tokens).toEqual({ in: 200, out: 40 });
  });

  test.each(BAD)('%s, twice: unusable', async (_, bad) => {
    const server = await startServer(() => bad);
    const { ask, lines } = connect(server);
    expect(await failureOf(ask())).toMatchObject({ reason: 'unusable' });
    expect(server.requests).toHaveLength(2);
    expect(lines.join()).not.toMatch(/rose|should think|ruby/);
  });

  test('garbage, and then time is up: unusable', async () => {
    const server = await startServer((_, number) => (number === 1 ? { says: 'red' } : { hangs: true }));
    const controller = new AbortController();
    const asking = failureOf(connect(server).ask('a rose', { signal: controller.signal }));
    await server.received(2);
    controller.abort();
    expect(await asking).toMatchObject({ reason: 'unusable' });
  });

  test.each<[string, LlmAnswer]>([
    ['a refusal in its field', { says: '', refusal: "I'm sorry, I can't." }],
    ['a filtered answer', { says: '', finish: 'content_filter' }],
    ['an answer that its tokens did not suffice for', { says: '{"colour": "red', finish: 'length' }],
    ['a whole object whose end was cut off', { says: '{"colour": "red", "shades": ["ru', finish: 'length' }],
  ])('%s is unusable at once', async (_, answer) => {
    const server = await startServer(() => answer);
    expect(await failureOf(connect(server).ask())).toMatchObject({ reason: 'unusable' });
    expect(server.requests).toHaveLength(1);
  });

  test.each([true, false])('100 KB and more is unusable (streamed: %s)', async (streams) => {
    const server = await startServer(() => ({ says: { ...RED, shades: ['x'.repeat(110 * 1024)] } }));
    server.features = { streams: streams ? true : 'silent' };
    expect(await failureOf(connect(server).ask())).toMatchObject({
      reason: 'unusable',
      message: 'the answer does not end',
    });
  });

  test('an answer without end is let go at its limit', async () => {
    const endless = async function* () {
      yield '{"colour": "';
      for (;;) yield 'la'.repeat(500);
    };
    const server = await startServer(() => ({ says: endless() }));
    const { ask, budget } = connect(server);
    expect(await failureOf(ask())).toMatchObject({ reason: 'unusable', message: 'the answer does not end' });
    await server.idle();
    expect((await budget.today('all')).colour?.out).toBeGreaterThan(30_000);
  });

  test('a page that is no chat completion at all is said as that', async () => {
    const server = await startServer(() => ({ status: 200, error: '<html>Welcome!</html>' }));
    expect(await failureOf(connect(server).ask())).toMatchObject({
      reason: 'unusable',
      message: expect.stringContaining('Check OPENAI_BASE_URL'),
    });
  });
});

describe('a server that fails again and again', () => {
  test('is left alone, tried again by one question after half a minute, and trusted when that is answered', async () => {
    let isWell = false;
    const server = await startServer(() => (isWell ? { says: RED } : { status: 500 }));
    const { ask, clock, model } = connect(server, PATIENT);
    await failureOf(hurried(clock, ask()));
    await failureOf(hurried(clock, ask()));
    expect(model.breakerState()).toBe('open');
    const before = server.requests.length;
    expect(before).toBe(4);
    expect(await failureOf(ask())).toMatchObject({
      reason: 'away',
      message: expect.stringContaining('left alone'),
    });
    expect(server.requests).toHaveLength(before);
    clock.advance(30_000);
    isWell = true;
    const [trial, other] = await Promise.allSettled([ask(), ask()]);
    expect([trial.status, other.status]).toEqual(['fulfilled', 'rejected']);
    expect(model.breakerState()).toBe('closed');
    expect(await ask()).toEqual(RED);
  });

  test('is not blamed by somebody who gives up early, but by those who wait', async () => {
    const server = await startServer(() => ({ hangs: true }));
    const { ask, clock, model } = connect(server);
    const giveUpAfter = async (ms: number) => {
      const controller = new AbortController();
      const before = server.requests.length;
      const asking = failureOf(ask('a rose', { signal: controller.signal }));
      await server.received(before + 1);
      clock.advance(ms);
      controller.abort();
      await asking;
    };
    for (let i = 0; i < 6; i++) await giveUpAfter(1_500);
    expect(model.breakerState()).toBe('closed');
    for (let i = 0; i < 4; i++) await giveUpAfter(6_000);
    expect(model.breakerState()).toBe('open');
  });
});

test('memory that can not be read is no reason to give up', async () => {
  const server = await startServer(() => ({ says: RED }));
  const broken = new Keyv();
  broken.get = async () => Promise.reject(new Error('The disk is gone.'));
  const { ask } = connect(server, {}, { tallies: new Keyv(), capabilities: broken });
  expect(await ask()).toEqual(RED);
});
