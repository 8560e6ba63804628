/** Hosts that refuse, fail, or answer incompletely: retried politely, or given up. */
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { StatusError } from '../../../src/ingest/sources/http-client.ts';
import { type ClientTest, failure, never, ok, openClientTest, status } from '../../helpers/http-client.ts';
import { type Interruption, startSourceServer } from '../../helpers/source-server.ts';

let server: ClientTest['server'];
let clock: ClientTest['clock'];
let passedMs: ClientTest['passedMs'];
let createClient: ClientTest['createClient'];
let get: ClientTest['get'];
let answers: ClientTest['answers'];

beforeEach(async () => {
  ({ server, clock, passedMs, createClient, get, answers } = await openClientTest());
});

describe('A refusing host', () => {
  test('is retried with growing delays, and answers in the end', async () => {
    answers(status(500), status(503), status(429), ok());
    expect(await get()).toBe('yes');
    expect(server.requests).toHaveLength(4);
    expect(passedMs()).toBeGreaterThan(300);
    expect(passedMs()).toBeLessThan(90_000);
  });

  test('with 500 for good is given up, with the request and the response in the error', async () => {
    answers(status(500, {}, 'out of order'));
    const error = await failure(get());
    expect(error.message).toBe(
      'Someone could not be read (GET /a?b=1): it answered with status 500, "out of order".',
    );
    expect(error.isRetryable).toBe(true);
    expect(server.requests).toHaveLength(4);
  });

  test('is quoted on one line, shortened and without the key', async () => {
    answers(status(400, {}, `bad\nkey secret-key ${'x '.repeat(500)}`));
    const { message } = await failure(get());
    expect(message).toContain('"bad key [hidden] x x x');
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(300);
  });

  test('with 429 alone is retried after a moment', async () => {
    answers(status(429), ok());
    expect(await get()).toBe('yes');
  });

  test.each([
    ['seconds', { 'retry-after': '40' }],
    ['a date', { 'retry-after': 'Wed, 04 Jun 2025 09:00:40 GMT' }],
    ["Hugging Face's RateLimit", { ratelimit: '"api";r=0;t=40' }],
  ])('with 429 and a time in %s is left alone until then', async (_form, headers) => {
    answers(status(429, headers), ok());
    expect(await get()).toBe('yes');
    expect(passedMs()).toBeGreaterThanOrEqual(40_000);
    expect(passedMs()).toBeLessThan(41_000);
  });

  test('that wants more time than there is, is given up at once and not asked earlier', async () => {
    answers(status(429, { 'retry-after': '600' }), ok());
    const client = createClient();
    const words = 'it answered with status 429 and asked to wait 600 s';
    expect((await failure(get(client))).message).toContain(words);
    const error = await failure(get(client));
    expect(error.message).toContain(words);
    expect(error).toBeInstanceOf(StatusError);
    expect(server.requests).toHaveLength(1);
    clock.advance(600_000);
    expect(await get(client)).toBe('yes');
  });

  test('that wants to wait for years is retried after an hour', async () => {
    answers(status(503, { 'retry-after': '999999999' }), ok());
    const client = createClient();
    await failure(get(client));
    clock.advance(3_600_000);
    expect(await get(client)).toBe('yes');
  });

  test.each([400, 401, 404, 410])('with %i is not retried', async (code) => {
    answers(status(code, {}, 'no'));
    const error = await failure(get());
    expect(error).toMatchObject({ isRetryable: false, status: code });
    expect(server.requests).toHaveLength(1);
  });

  test('with five failures in a row is left alone for a minute, and then tried by a single request', async () => {
    answers(status(500));
    const client = createClient();
    await failure(get(client));
    await failure(get(client));
    expect(server.requests).toHaveLength(5);
    expect((await failure(get(client))).message).toBe(
      'Someone could not be read (GET /a?b=1): it failed 5 times in a row and is left alone for 60 s.',
    );
    expect(server.requests).toHaveLength(5);
    clock.advance(60_000);
    await failure(get(client));
    expect(server.requests).toHaveLength(6);
    clock.advance(60_000);
    answers(ok());
    expect(await get(client)).toBe('yes');
  });

  test('with 429s is not left alone, because these are no failures of the host', async () => {
    answers(...Array.from({ length: 8 }, () => status(429)), ok());
    const client = createClient({ maxAttempts: 1 });
    for (let i = 0; i < 8; i++) expect(await failure(get(client))).toMatchObject({ status: 429 });
    expect(await get(client)).toBe('yes');
    expect(server.requests).toHaveLength(9);
  });

  test('with failures now and then, but not in a row, is not left alone', async () => {
    answers(...Array.from({ length: 4 }, () => [status(500), status(500), ok()]).flat());
    const client = createClient();
    for (let i = 0; i < 4; i++) expect(await get(client)).toBe('yes');
    expect(server.requests).toHaveLength(12);
    expect(passedMs()).toBeLessThan(60_000);
  });
});

describe('An incomplete response', () => {
  const hang: Interruption = () => true;
  const half: Interruption = (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half of', () => response.destroy());
    return true;
  };
  const stuck: Interruption = (_request, response) => {
    response.writeHead(200);
    response.write('half of');
    return true;
  };

  test.each([
    ['a host that says nothing', hang],
    ['one that stops in the middle', stuck],
  ])('from %s is awaited within its time limit, and retried', async (_what, interruption) => {
    answers(interruption, ok());
    const answer = get();
    await server.received(1);
    // The response's first part may still be in transit.
    await new Promise(setImmediate);
    clock.advance(30_000);
    expect(await answer).toBe('yes');
  });

  test('is given up in the end, within bounds', async () => {
    answers(hang);
    const answer = failure(get(createClient({ totalMs: 70_000 })));
    for (const count of [1, 2, 3]) {
      await server.received(count);
      clock.advance(30_000);
    }
    expect((await answer).message).toBe(
      'Someone could not be read (GET /a?b=1): no whole answer came within 30 s.',
    );
    expect(passedMs()).toBeLessThan(100_000);
    expect(server.requests).toHaveLength(3);
  });

  test('after a broken connection is retried, and never returned in part', async () => {
    answers(half, ok());
    expect(await get()).toBe('yes');
    answers(half);
    expect((await failure(get())).message).toMatch(/: the connection failed \(\w+\)\.$/);
  });

  test('from nobody says so', async () => {
    const gone = await startSourceServer();
    const target = new URL('/a', gone.settings.huggingFaceUrl);
    await gone.close();
    const error = await failure(createClient().get(target, (text) => text, never));
    expect(error.message).toBe('Someone could not be read (GET /a): the connection failed (ECONNREFUSED).');
    expect(error.isRetryable).toBe(true);
  });
});

describe('An answer of 21 MB', () => {
  const large = Buffer.alloc(21 * 1024 ** 2, 'a');

  test.each<[string, Interruption]>([
    ['that says so', (_request, response) => !!response.end(large)],
    [
      'whose length is not given',
      (_request, response) => {
        response.write(large.subarray(0, 1000));
        return !!response.end(large.subarray(1000));
      },
    ],
    [
      'whose Content-Length speaks of 21 kB, since it is compressed',
      (_request, response) => {
        response.setHeader('content-encoding', 'gzip');
        return !!response.end(gzipSync(large));
      },
    ],
  ])('%s is refused, and not retried', async (_what, interruption) => {
    answers(interruption);
    const error = await failure(get());
    expect(error.message).toBe('Someone could not be read (GET /a?b=1): the answer is larger than 20 MB.');
    expect(error.isRetryable).toBe(false);
    expect(server.requests).toHaveLength(1);
  });
});
