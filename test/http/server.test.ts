/** The HTTP server: health, metrics, the playground, and its own start and end. */
import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ConfigError } from '../../src/domain/errors.ts';
import { ask, fakePlayground, READY, shakeHands, startTestServer } from '../helpers/http-server.ts';

describe('health and metrics', () => {
  test('health is 200 when gateway, database and model are ready', async () => {
    const answer = await ask(await startTestServer(), '/health');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ status: 'ok', gateway: true, catalog: true, model: true });
  });

  test.each(['gateway', 'catalog', 'model'] as const)(
    'health is 503 and says so while the %s is not ready',
    async (part) => {
      const answer = await ask(
        await startTestServer({ health: () => ({ ...READY, [part]: false }) }),
        '/health',
      );
      expect(answer.status).toBe(503);
      expect(JSON.parse(answer.body)).toEqual({ status: 'not ready', ...READY, [part]: false });
    },
  );

  test('metrics come in the content type that the client requests', async () => {
    const answer = await ask(await startTestServer(), '/metrics');
    expect(answer).toMatchObject({ status: 200, body: 'up 1\n' });
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4');
  });

  test('unreadable metrics are a 500 without details, and the log has them', async () => {
    const server = await startTestServer({
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
    const server = await startTestServer();
    expect((await ask(server, '/')).body).toBe('Paperboy is running. See /health and /metrics.');
    expect((await ask(server, '/nothing')).status).toBe(404);
  });
});

describe('the playground', () => {
  test('is served at the root, beside health and metrics', async () => {
    const server = await startTestServer({ playground: fakePlayground() });
    expect((await ask(server, '/')).body).toBe('the page');
    expect((await ask(server, '/said', {}, 'hello')).body).toBe('you said hello');
    expect((await ask(server, '/health')).status).toBe(200);
    expect((await ask(server, '/metrics')).body).toBe('up 1\n');
  });

  test('fails without details for the page, and the log has them', async () => {
    const server = await startTestServer({ playground: fakePlayground() });
    const answer = await ask(server, '/broken');
    expect(answer).toMatchObject({ status: 500, body: 'Something went wrong here; the log says what.' });
    expect(server.lines).toEqual([expect.stringContaining('the disk is on fire')]);
  });

  test('refuses an oversized body as such, and the log stays empty', async () => {
    const { createPlayground } = await import('../../playground/playground.ts');
    const playground = createPlayground();
    const server = await startTestServer({ playground });
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
      const server = await startTestServer({ playground });
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
    const server = await startTestServer({ playground });
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
    const server = await startTestServer({ playground: fakePlayground() });
    const client = new WebSocket(`ws://127.0.0.1:${server.port}/gateway`);
    await once(client, 'open');
    client.send('hello');
    expect(String((await once(client, 'message'))[0])).toBe('hello');
  });

  test('survives a client that leaves in the middle of a handshake', async () => {
    const gone = new EventEmitter();
    const server = await startTestServer({
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

describe('listening', () => {
  test('the printed address works on this machine', async () => {
    for (const host of ['127.0.0.1', 'localhost', '0.0.0.0', '::1', '::']) {
      const server = await startTestServer({ host });
      expect((await fetch(`${server.url}/health`)).status).toBe(200);
    }
  });

  test('a playground that others can reach is announced with one warning, one on loopback with none', async () => {
    expect((await startTestServer({ host: '0.0.0.0', playground: fakePlayground() })).lines).toEqual([
      expect.stringContaining(
        'The playground has no password, and with HOST=0.0.0.0 others on your network can use it.',
      ),
    ]);
    expect((await startTestServer({ host: '0.0.0.0' })).lines).toEqual([]);
    expect((await startTestServer({ playground: fakePlayground() })).lines).toEqual([]);
  });

  test('a port in use is named, with another to try', async () => {
    const { port } = await startTestServer();
    const failure = await startTestServer({ port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure).toHaveProperty(
      'message',
      `Port ${port} on 127.0.0.1 is in use, perhaps by another Paperboy. Stop it or set PORT, for example PORT=${port + 1}.`,
    );
  });

  test('an unavailable address is named, with the one to use', async () => {
    await expect(startTestServer({ host: '192.0.2.1' })).rejects.toThrow(
      '192.0.2.1 is not an address of this machine. Set HOST to one that is, for example HOST=127.0.0.1.',
    );
  });
});

test('close ends idle connections, event streams and WebSockets, and frees the port', async () => {
  const server = await startTestServer({ playground: fakePlayground() });
  const stream = (await fetch(`${server.url}/events`)).body?.getReader();
  await stream?.read();
  const client = new WebSocket(`ws://127.0.0.1:${server.port}/gateway`);
  await once(client, 'open');
  const socketEnded = once(client, 'close');

  await server.close();
  await expect(stream?.read()).rejects.toThrow();
  await socketEnded;
  const again = await startTestServer({ port: server.port });
  expect(again.port).toBe(server.port);
});
