import { gzipSync } from 'node:zlib';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SourceError } from '../../../src/domain/errors.ts';
import { NoResponse } from '../../../src/ingest/sources/fetch-answer.ts';
import { createHttpClient, type HostRules, StatusError } from '../../../src/ingest/sources/http-client.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { type Interruption, type SourceServer, startSourceServer } from '../../helpers/source-server.ts';
import { createWaitlessClock, type WaitlessClock } from '../../helpers/waitless-clock.ts';

const RULES: HostRules = {
  name: 'Someone',
  apartMs: 0,
  answerMs: 30_000,
  totalMs: 120_000,
  maxAttempts: 4,
  headers: { 'user-agent': 'Paperboy/0.1.0 (+you@example.org)', 'x-api-key': 'secret-key' },
  explain: (text) => text || undefined,
};

let server: SourceServer;
let clock: WaitlessClock;
let cache: Keyv;
let startMs: number;
const never = new AbortController().signal;

beforeEach(async () => {
  server = await startSourceServer();
  clock = createWaitlessClock();
  startMs = clock.now();
  cache = new Keyv();
});
afterEach(() => server.close());

const passedMs = () => clock.now() - startMs;
const url = (path = '/a?b=1') => new URL(path, server.settings.huggingFaceUrl);

function createClient(rules: Partial<HostRules> = {}) {
  return createHttpClient({ ...RULES, ...rules }, { fetch: clock.fetch, clock, cache });
}

function get(client = createClient(), signal = never, path?: string) {
  return client.get(url(path), (text) => text, signal);
}

/** The error as a person reads it. */
async function failure(answer: Promise<unknown>): Promise<SourceError> {
  const error = await answer.then(
    (value) => expect.unreachable(`it answered ${value}`),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  expect(error.message).not.toContain('secret-key');
  return error;
}

/** Answers each request with the next of these, repeating the last one. */
function answers(...each: Interruption[]): void {
  let asked = 0;
  server.interrupt = (request, response) => (each[asked++] ?? each.at(-1))?.(request, response) ?? false;
}
const status =
  (code: number, headers: Record<string, string> = {}, text = ''): Interruption =>
  (_request, response) => {
    response.writeHead(code, headers).end(text);
    return true;
  };
const ok = (text = 'yes', headers: Record<string, string> = {}) => status(200, headers, text);

describe('A reachable host', () => {
  test('gets the user agent, and its response is returned', async () => {
    answers(ok());
    expect(await get()).toBe('yes');
    expect(server.requests).toEqual(['GET /a?b=1']);
    expect(server.headers[0]).toMatchObject({ 'user-agent': 'Paperboy/0.1.0 (+you@example.org)' });
  });

  test('gets a body as JSON', async () => {
    let body = '';
    server.interrupt = (request, response) => {
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => response.end('thanks'));
      return true;
    };
    expect(await createClient().post(url(), { a: 1 }, (text) => text, never)).toBe('thanks');
    expect(body).toBe('{"a":1}');
    expect(server.headers[0]).toMatchObject({ 'content-type': 'application/json' });
  });

  test('gets one request at a time', async () => {
    let open = 0;
    server.interrupt = (_request, response) => {
      open += 1;
      expect.soft(open).toBe(1);
      setImmediate(() => {
        open -= 1;
        response.end('yes');
      });
      return true;
    };
    const client = createClient();
    await Promise.all([get(client), get(client), get(client)]);
    expect(server.requests).toHaveLength(3);
  });

  test('gets the next request only three seconds after the last, redirects included', async () => {
    const times: number[] = [];
    let asked = 0;
    server.interrupt = (_request, response) => {
      times.push(passedMs());
      if (++asked === 2) response.writeHead(301, { location: '/elsewhere' });
      response.end();
      return true;
    };
    const client = createClient({ apartMs: 3_000 });
    await Promise.all([get(client), get(client)]);
    await get(client);
    expect(times).toEqual([0, 3_000, 6_000, 9_000]);
  });

  test('gets a request three seconds after another process’s', async () => {
    answers(ok());
    const [here, there] = [createClient({ apartMs: 3_000 }), createClient({ apartMs: 3_000 })];
    await get(here);
    await get(there);
    expect(passedMs()).toBe(3_000);
    await get(here);
    expect(passedMs()).toBe(6_000);
  });

  test('is not blocked for hours after the clock was set back', async () => {
    answers(ok());
    await cache.set('turn:Someone', clock.now() + 7_200_000);
    await get(createClient({ apartMs: 3_000 }));
    expect(passedMs()).toBe(0);
  });
});

describe('A cached response', () => {
  test('is requested by its ETag and date, and reused if unchanged', async () => {
    const kept = { etag: '"1"', 'last-modified': 'Wed, 04 Jun 2025 00:00:00 GMT' };
    answers(ok('first', kept), status(304), ok('second', { etag: '"2"' }), status(304));
    const client = createClient();
    expect([await get(client), await get(client), await get(client), await get(client)]).toEqual([
      'first',
      'first',
      'second',
      'second',
    ]);
    expect(server.headers[0]).not.toHaveProperty('if-none-match');
    expect(server.headers[1]).toMatchObject({
      'if-none-match': '"1"',
      'if-modified-since': 'Wed, 04 Jun 2025 00:00:00 GMT',
    });
    expect(server.headers[3]).toMatchObject({ 'if-none-match': '"2"' });
    expect(server.headers[3]).not.toHaveProperty('if-modified-since');
  });

  test('is not stored if it couldn’t be parsed', async () => {
    answers(ok('broken', { etag: '"1"' }), ok('whole', { etag: '"1"' }));
    const parse = (text: string) => {
      if (text === 'broken') throw new NoResponse('it answered with rubbish', { isRetryable: true });
      return text;
    };
    expect(await createClient().get(url(), parse, never)).toBe('whole');
    expect(server.headers[1]).not.toHaveProperty('if-none-match');
  });

  test('is stored only for its own address', async () => {
    answers(ok('a', { etag: '"1"' }), ok('b', { etag: '"1"' }));
    const client = createClient();
    expect([await get(client, never, '/a'), await get(client, never, '/b')]).toEqual(['a', 'b']);
    expect(server.headers[1]).not.toHaveProperty('if-none-match');
  });
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

describe('A redirect', () => {
  test('to the same host is followed', async () => {
    answers(status(302, { location: '/b' }), ok());
    expect(await get()).toBe('yes');
    expect(server.requests).toEqual(['GET /a?b=1', 'GET /b']);
  });

  test('is followed three times in a row', async () => {
    answers(
      status(301, { location: '/b' }),
      status(302, { location: '/c' }),
      status(308, { location: '/d' }),
      ok(),
    );
    expect(await get()).toBe('yes');
    expect(server.requests.at(-1)).toBe('GET /d');
  });

  test('needs a status of 3xx: an error with a location stays an error', async () => {
    answers(status(400, { location: '/b' }));
    expect((await failure(get())).message).toContain('400');
    expect(server.requests).toEqual(['GET /a?b=1']);
  });

  test('to another host is refused, and that host is never contacted', async () => {
    const other = await startSourceServer();
    answers(status(302, { location: other.settings.huggingFaceUrl }));
    const error = await failure(get());
    expect(error.message).toContain(
      `it redirected to another host, ${new URL(other.settings.huggingFaceUrl).host}`,
    );
    expect(error.isRetryable).toBe(false);
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test.each([
    ['in circles', '/a', 'redirected more than 3 times'],
    ['to a file', 'file:///etc/passwd', 'redirected to another host, file:'],
    ['to no address', 'http://[', 'redirected to an address that is none'],
  ])('%s is refused', async (_what, location, words) => {
    answers(status(302, { location }));
    expect((await failure(get())).message).toContain(words);
  });

  test('of a POST is refused', async () => {
    answers(status(307, { location: '/b' }));
    const error = await failure(createClient().post(url(), {}, (text) => text, never));
    expect(error.message).toContain('another address after a POST');
  });
});

test('A failed connection is named by its cause', async () => {
  const address = url();
  await server.close();
  const answer = createClient({ maxAttempts: 1 }).get(address, (text) => text, never);
  expect((await failure(answer)).message).toContain('the connection failed (ECONNREFUSED)');
});

describe('An abort', () => {
  test('ends a request at once', async () => {
    answers(() => true);
    const controller = new AbortController();
    const client = createClient();
    const answer = get(client, controller.signal);
    await server.received(1);
    controller.abort(new Error('closing'));
    await expect(answer).rejects.toThrow('closing');
    answers(ok());
    expect(await get(client)).toBe('yes');
  });

  test('frees a place in the queue at once, without a request', async () => {
    answers(() => true);
    const controller = new AbortController();
    const first = new AbortController();
    const client = createClient();
    const [asking, waiting] = [get(client, first.signal), get(client, controller.signal)];
    await server.received(1);
    controller.abort(new Error('not needed'));
    await expect(waiting).rejects.toThrow('not needed');
    first.abort(new Error('closing'));
    await expect(asking).rejects.toThrow('closing');
    expect(server.requests).toHaveLength(1);
  });

  test('ends a delay at once', async () => {
    const controller = new AbortController();
    const still = createFakeClock();
    let onPause = () => {};
    const paused = new Promise<void>((resolve) => {
      onPause = resolve;
    });
    const pending = new Set<number>();
    const after: Clock['after'] = (delayMs, run) => {
      pending.add(delayMs);
      if (delayMs < RULES.answerMs) onPause();
      const cancel = still.after(delayMs, run);
      return () => {
        pending.delete(delayMs);
        cancel();
      };
    };
    answers(status(500));
    const client = createHttpClient(RULES, { fetch, clock: { ...still, after }, cache });
    const answer = get(client, controller.signal);
    await paused;
    await new Promise(setImmediate);
    controller.abort(new Error('closing'));
    await expect(answer).rejects.toThrow('closing');
    expect([...pending]).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});
