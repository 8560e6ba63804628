import { EventEmitter, once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ConfigError } from '../../src/domain/errors.ts';
import { type Health, type HttpServer, type PlaygroundRoutes, startHttp } from '../../src/http/server.ts';
import { createLog } from '../../src/lib/log.ts';

const opened: (() => Promise<unknown>)[] = [];
const READY: Health = { gateway: true, catalog: true, model: true };

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function start(
  options: Partial<Parameters<typeof startHttp>[0]> = {},
): Promise<HttpServer & { readonly lines: string[] }> {
  const lines: string[] = [];
  const server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    health: () => READY,
    metrics: { read: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }) },
    log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
    ...options,
  });
  opened.push(server.close);
  return { ...server, lines };
}

/** A playground with a page, an endless stream, an echoing WebSocket, and a route that fails. */
function fakePlayground(): PlaygroundRoutes {
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  const app = new Hono()
    .get('/', (context) => context.text('the page'))
    .get('/own-policy', (context) =>
      context.text('page', 200, { 'Content-Security-Policy': "default-src 'self'" }),
    )
    .get('/broken', () => {
      throw new Error('the disk is on fire');
    })
    .get('/events', (context) =>
      streamSSE(context, async (stream) => {
        await stream.writeSSE({ event: 'world', data: '{}' });
        await new Promise<void>((resolve) => stream.onAbort(resolve));
      }),
    )
    .post('/said', async (context) => context.text(`you said ${await context.req.text()}`));
  return {
    app,
    handleUpgrade: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (client: WebSocket) => sockets.emit('connection', client)),
  };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP exchange with any headers, including Host, which fetch forbids. */
function ask(
  server: HttpServer,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port: server.port, path, headers, method: body === undefined ? 'GET' : 'POST' },
      async (answer) => {
        const chunks: Buffer[] = await answer.toArray();
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        });
      },
    );
    outgoing.on('error', reject).end(body);
  });
}

/** A server's response to a WebSocket handshake with these headers: the first line and the rest. */
function shakeHands(server: HttpServer, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      const all = {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      };
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
      socket.write(`GET /gateway HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    });
    opened.push(async () => socket.destroy());
    socket.once('data', (data) => resolve(String(data)));
    socket.once('error', reject);
  });
}

describe('health and metrics', () => {
  test('health is 200 when gateway, database and model are ready', async () => {
    const answer = await ask(await start(), '/health');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ status: 'ok', gateway: true, catalog: true, model: true });
  });

  test.each(['gateway', 'catalog', 'model'] as const)(
    'health is 503 and says so while the %s is not ready',
    async (part) => {
      const answer = await ask(await start({ health: () => ({ ...READY, [part]: false }) }), '/health');
      expect(answer.status).toBe(503);
      expect(JSON.parse(answer.body)).toEqual({ status: 'not ready', ...READY, [part]: false });
    },
  );

  test('metrics come in the content type that the client requests', async () => {
    const answer = await ask(await start(), '/metrics');
    expect(answer).toMatchObject({ status: 200, body: 'up 1\n' });
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4');
  });

  test('unreadable metrics are a 500 without details, and the log has them', async () => {
    const server = await start({
      metrics: {
        read: async () => {
          throw new Error('the database is closed');
        },
      },
    });
    const answer = await ask(server, '/metrics');
    expect(answer).toMatchObject({ status: 500, body: 'Something went wrong here; the log says what.' });
    expect(server.lines.join()).toContain('the database is closed');
  });

  test('without a playground the root page says what runs and where to look, and other paths are 404', async () => {
    const server = await start();
    expect((await ask(server, '/')).body).toBe('Paperboy is running. See /health and /metrics.');
    expect((await ask(server, '/nothing')).status).toBe(404);
  });
});

describe('the playground', () => {
  test('is served at the root, beside health and metrics', async () => {
    const server = await start({ playground: fakePlayground() });
    expect((await ask(server, '/')).body).toBe('the page');
    expect((await ask(server, '/said', {}, 'hello')).body).toBe('you said hello');
    expect((await ask(server, '/health')).status).toBe(200);
    expect((await ask(server, '/metrics')).body).toBe('up 1\n');
  });

  test('fails without details for the page, and the log has them', async () => {
    const server = await start({ playground: fakePlayground() });
    const answer = await ask(server, '/broken');
    expect(answer).toMatchObject({ status: 500, body: 'Something went wrong here; the log says what.' });
    expect(server.lines).toEqual([expect.stringContaining('the disk is on fire')]);
  });

  test('refuses an oversized body as such, and the log stays empty', async () => {
    const { createPlayground } = await import('../../playground/playground.ts');
    const playground = createPlayground();
    const server = await start({ playground });
    const answer = await ask(server, '/playground/interactions', {}, 'x'.repeat(2 * 1024 * 1024));
    expect(answer.status).toBe(413);
    expect(server.lines).toEqual([]);
    playground.close();
  });

  test.each(['OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'POST'])(
    'answers %s without a body, on any path, and the log stays empty',
    async (method) => {
      const { createPlayground } = await import('../../playground/playground.ts');
      const playground = createPlayground();
      const server = await start({ playground });
      for (const path of ['/', '/health', '/playground/interactions', '/nowhere']) {
        const response = await fetch(`${server.url}${path}`, { method });
        expect(response.status, path).toBeGreaterThanOrEqual(400);
        expect(response.status, path).toBeLessThan(500);
      }
      expect(server.lines).toEqual([]);
      playground.close();
    },
  );

  test('asks for the length of a body in pieces', async () => {
    const { createPlayground } = await import('../../playground/playground.ts');
    const playground = createPlayground();
    const server = await start({ playground });
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{}'));
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const response = await fetch(`${server.url}/playground/interactions`, init);
    expect([response.status, await response.text()]).toEqual([411, 'Send the body with a Content-Length.']);
    expect(server.lines).toEqual([]);
    playground.close();
  });

  test('gets WebSockets', async () => {
    const server = await start({ playground: fakePlayground() });
    const client = new WebSocket(`ws://127.0.0.1:${server.port}/gateway`);
    await once(client, 'open');
    client.send('hello');
    expect(String((await once(client, 'message'))[0])).toBe('hello');
  });

  test('survives a client that leaves in the middle of a handshake', async () => {
    const gone = new EventEmitter();
    const server = await start({
      playground: {
        ...fakePlayground(),
        handleUpgrade: (_request, socket) => {
          socket.once('close', () => gone.emit('close'));
          socket.destroy(new Error('connection reset'));
        },
      },
    });
    shakeHands(server, { Host: 'localhost' }).catch(() => {});
    await once(gone, 'close');
    expect((await ask(server, '/health')).status).toBe(200);
  });
});

describe('foreign hosts and origins', () => {
  test.each(['localhost', 'LOCALHOST:8787', '127.0.0.1:1', '127.8.9.10', '[::1]', '[::1]:8787'])(
    'on loopback, Host %s passes',
    async (host) => {
      const server = await start({ playground: fakePlayground() });
      expect((await ask(server, '/', { Host: host })).status).toBe(200);
      expect(await shakeHands(server, { Host: host })).toMatch(/^HTTP\/1\.1 101 /);
    },
  );

  test.each([
    'evil.example',
    'evil.example:8787',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.5',
    '[fd00::1]',
  ])('on loopback, Host %s is refused in one sentence, for WebSockets too', async (host) => {
    const server = await start({ playground: fakePlayground() });
    for (const path of ['/', '/health', '/metrics', '/events']) {
      const answer = await ask(server, path, { Host: host });
      expect(answer.status).toBe(403);
      expect(answer.body).toBe(
        'This server answers only under the names of this machine: open it as localhost or 127.0.0.1.\n',
      );
    }
    expect(await shakeHands(server, { Host: host })).toMatch(
      /^HTTP\/1\.1 403 Forbidden\r\nX-Content-Type-Options: nosniff\r\n[\s\S]*open it as localhost or 127\.0\.0\.1\.\n$/,
    );
  });

  test.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['http://localhost:1', 403],
    ['http://localhost:8787', 200],
  ])('a page of %s gets %i', async (origin, status) => {
    const server = await start({ playground: fakePlayground() });
    const headers = { Host: 'localhost:8787', Origin: origin };
    expect((await ask(server, '/said', headers, 'hello')).status).toBe(status);
    expect(await shakeHands(server, headers)).toMatch(
      status === 200 ? /^HTTP\/1\.1 101 / : /^HTTP\/1\.1 403 /,
    );
  });

  test('with HOST set to another address, the playground answers only to IP addresses, health and metrics to any host', async () => {
    const server = await start({ host: '0.0.0.0', playground: fakePlayground() });
    expect((await ask(server, '/', { Host: '192.168.1.5:8787' })).status).toBe(200);
    expect((await ask(server, '/', { Host: '[fd00::1]' })).status).toBe(200);
    expect((await ask(server, '/', { Host: 'localhost' })).status).toBe(200);
    expect((await ask(server, '/', { Host: 'evil.example' })).body).toContain('under its IP address');
    expect(await shakeHands(server, { Host: 'evil.example' })).toMatch(/^HTTP\/1\.1 403 /);
    expect((await ask(server, '/health', { Host: 'evil.example' })).status).toBe(200);
    expect((await ask(server, '/metrics', { Host: 'paperboy.svc:8787' })).status).toBe(200);
  });

  test('every answer has the security headers, and a page keeps its own policy', async () => {
    const server = await start({ playground: fakePlayground() });
    const headers: [string, Record<string, string>][] = [
      ['/', {}],
      ['/health', {}],
      ['/metrics', {}],
      ['/none', {}],
      ['/broken', {}],
      ['/', { Host: 'evil.example' }],
    ];
    for (const [path, sent] of headers) {
      expect((await ask(server, path, sent)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "frame-ancestors 'none'",
      });
    }
    expect((await ask(server, '/own-policy')).headers['content-security-policy']).toBe(
      "default-src 'self', frame-ancestors 'none'",
    );
  });
});

describe('public pages', () => {
  const publicRoutes = [
    { path: '/mail', app: new Hono().all('/page', (context) => context.text('for anybody')) },
  ];
  const startPublic = (publicUrl?: string, host = '127.0.0.1') =>
    start({ host, publicRoutes, publicUrl, playground: fakePlayground() });

  test.each(['papers.example', 'PAPERS.example:443', 'localhost', '127.0.0.1:8787'])(
    'answer under PUBLIC_URL and this machine’s names: %s',
    async (host) => {
      const server = await startPublic('https://papers.example/paperboy');
      expect(await ask(server, '/mail/page', { Host: host })).toMatchObject({
        status: 200,
        body: 'for anybody',
      });
    },
  );

  test('accept a form without an origin, or from PUBLIC_URL through a proxy', async () => {
    const server = await startPublic('https://papers.example');
    for (const origin of ['null', 'https://papers.example', 'https://elsewhere.example'])
      for (const host of ['papers.example', '127.0.0.1:8787'])
        expect((await ask(server, '/mail/page', { Host: host, Origin: origin }, 'x')).status).toBe(200);
  });

  test('answer under no other name, and nothing else answers under theirs', async () => {
    const server = await startPublic('https://papers.example');
    for (const host of ['evil.example', 'papers.example.evil.example', 'evil.papers.example'])
      expect((await ask(server, '/mail/page', { Host: host })).status).toBe(403);
    for (const path of ['/', '/health', '/metrics', '/said', '/mail', '/mailx/page', '/x/mail/page'])
      expect((await ask(server, path, { Host: 'papers.example' })).status).toBe(403);
    expect(
      (await ask(server, '/said', { Host: 'localhost', Origin: 'https://papers.example' }, 'x')).status,
    ).toBe(403);
    expect(await shakeHands(server, { Host: 'papers.example' })).toMatch(/^HTTP\/1\.1 403 /);
    const unset = await startPublic(undefined, '0.0.0.0');
    expect((await ask(unset, '/mail/page', { Host: 'papers.example' })).status).toBe(403);
    expect((await ask(unset, '/mail/page', { Host: '192.168.1.5' })).status).toBe(200);
  });
});

describe('listening', () => {
  test('the printed address works on this machine', async () => {
    for (const host of ['127.0.0.1', 'localhost', '0.0.0.0', '::1', '::']) {
      const server = await start({ host });
      expect((await fetch(`${server.url}/health`)).status).toBe(200);
    }
  });

  test('a playground that others can reach is announced with one warning, one on loopback with none', async () => {
    expect((await start({ host: '0.0.0.0', playground: fakePlayground() })).lines).toEqual([
      expect.stringContaining(
        'The playground has no password, and with HOST=0.0.0.0 others on your network can use it.',
      ),
    ]);
    expect((await start({ host: '0.0.0.0' })).lines).toEqual([]);
    expect((await start({ playground: fakePlayground() })).lines).toEqual([]);
  });

  test('a port in use is named, with another to try', async () => {
    const { port } = await start();
    const failure = await start({ port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure).toHaveProperty(
      'message',
      `Port ${port} on 127.0.0.1 is in use, perhaps by another Paperboy. Stop it or set PORT, for example PORT=${port + 1}.`,
    );
  });

  test('an unavailable address is named, with the one to use', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toThrow(
      '192.0.2.1 is not an address of this machine. Set HOST to one that is, for example HOST=127.0.0.1.',
    );
  });
});

test('close ends idle connections, event streams and WebSockets, and frees the port', async () => {
  const server = await start({ playground: fakePlayground() });
  const stream = (await fetch(`${server.url}/events`)).body?.getReader();
  await stream?.read();
  const client = new WebSocket(`ws://127.0.0.1:${server.port}/gateway`);
  await once(client, 'open');
  const socketEnded = once(client, 'close');

  await server.close();
  await expect(stream?.read()).rejects.toThrow();
  await socketEnded;
  const again = await start({ port: server.port });
  expect(again.port).toBe(server.port);
});
