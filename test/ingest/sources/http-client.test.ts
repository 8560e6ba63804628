/** Requests to a source: politeness, cache, redirects, and aborts. */
import { beforeEach, describe, expect, test } from 'vitest';
import { NoResponse } from '../../../src/ingest/sources/fetch-answer.ts';
import { createHttpClient } from '../../../src/ingest/sources/http-client.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import {
  type ClientTest,
  failure,
  never,
  ok,
  openClientTest,
  RULES,
  status,
} from '../../helpers/http-client.ts';
import { startSourceServer } from '../../helpers/source-server.ts';

let server: ClientTest['server'];
let clock: ClientTest['clock'];
let cache: ClientTest['cache'];
let passedMs: ClientTest['passedMs'];
let url: ClientTest['url'];
let createClient: ClientTest['createClient'];
let get: ClientTest['get'];
let answers: ClientTest['answers'];

beforeEach(async () => {
  ({ server, clock, cache, passedMs, url, createClient, get, answers } = await openClientTest());
});

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
