/** Everything that a server can do wrong, over a real connection. Time passes only where a test lets it. */
import Keyv from 'keyv';
import { describe, expect, test } from 'vitest';
import type { LlmAnswer } from '../helpers/llm-server.ts';
import { connect, failureOf, hurried, KEY, PATIENT, RED, startServer } from './helpers.ts';

describe('wrong settings', () => {
  test.each([401, 403])('a wrong key (%i) is reported, with advice and without the key', async (status) => {
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

  test('a missing key is reported as such', async () => {
    const server = await startServer(() => ({ status: 401, error: { message: 'You need a key.' } }));
    const error = await failureOf(connect(server, { apiKey: undefined }).ask());
    expect(error.message).toMatch(/wants a key \(status 401\)\. Set OPENAI_API_KEY/);
  });

  test('an unknown model is named', async () => {
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

  test('an account without credit is not retried', async () => {
    const server = await startServer(() => ({
      status: 429,
      error: { message: 'You exceeded your current quota', code: 'insufficient_quota' },
    }));
    expect(await failureOf(connect(server).ask())).toMatchObject({ reason: 'misconfigured' });
    expect(server.requests).toHaveLength(1);
  });

  test('an unreachable server counts as unavailable', async () => {
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

describe('an overloaded or broken server', () => {
  test.each([429, 500, 502, 503, 529])('status %i once: retried', async (status) => {
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

  test('a Retry-After that fits into the timeout is honoured', async () => {
    const server = await startServer((_, number) =>
      number === 1 ? { status: 429, headers: { 'retry-after': '3' } } : { says: RED },
    );
    const { ask, clock } = connect(server, PATIENT);
    const startMs = clock.now();
    expect(await hurried(clock, ask())).toEqual(RED);
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(3_000);
  });

  test('a Retry-After that doesn’t fit is not waited for', async () => {
    const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    const { ask, clock } = connect(server);
    const error = await failureOf(ask());
    expect(error).toMatchObject({ reason: 'away', message: expect.stringContaining('asked too often') });
    expect(server.requests).toHaveLength(1);
    expect(clock.now()).toBe(connect(server).clock.now());
  });

  test('a hanging request is cancelled with its caller, and its possible cost is counted', async () => {
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

  test('a request cancelled before its start is not sent', async () => {
    const server = await startServer(() => ({ says: RED }));
    expect(await failureOf(connect(server).ask('a rose', { signal: AbortSignal.abort() }))).toMatchObject({
      reason: 'away',
    });
    expect(server.requests).toHaveLength(0);
  });

  test('a slow trickle is cancelled too, and its rest is ignored', async () => {
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
    expect(await asking).toMatchObject({ reason: 'late' });
    drip('ed"');
    await server.idle();
    expect(partials).toEqual([{ colour: 'r' }]);
  });

  test.each([true, false])('a broken response is retried (streamed: %s)', async (streams) => {
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

  test('a request longer than two minutes is cancelled, whoever waits', async () => {
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

describe('unusable responses', () => {
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

  test.each(BAD)('%s: sent back once for repair', async (_, bad) => {
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

  test('garbage, and then a timeout: unusable', async () => {
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
    ['an answer without a whole word in it', { says: '{"colour": "re', finish: 'length' }],
  ])('%s is unusable at once', async (_, answer) => {
    const server = await startServer(() => answer);
    expect(await failureOf(connect(server).ask())).toMatchObject({ reason: 'unusable' });
    expect(server.requests).toHaveLength(1);
  });

  test('a truncated response keeps its complete list elements', async () => {
    const server = await startServer(() => ({
      says: '{"colour": "Red.", "shades": ["ruby", "rust", "ru',
      finish: 'length',
    }));
    expect(await connect(server).ask()).toEqual({ colour: 'Red.', shades: ['ruby', 'rust'] });
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

  test('an endless response is cancelled at the limit', async () => {
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

  test('a page that is no chat completion is reported as such', async () => {
    const server = await startServer(() => ({ status: 200, error: '<html>Welcome!</html>' }));
    expect(await failureOf(connect(server).ask())).toMatchObject({
      reason: 'unusable',
      message: expect.stringContaining('Check OPENAI_BASE_URL'),
    });
  });
});

describe('a repeatedly failing server', () => {
  test('is left alone, tried by one request after half a minute, and trusted once that is answered', async () => {
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

  test('is blamed by callers that wait, not by one that gives up early', async () => {
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

test('an unreadable cache is no reason to give up', async () => {
  const server = await startServer(() => ({ says: RED }));
  const broken = new Keyv();
  broken.get = async () => Promise.reject(new Error('The disk is gone.'));
  const { ask } = connect(server, {}, { tallies: new Keyv(), capabilities: broken });
  expect(await ask()).toEqual(RED);
});
