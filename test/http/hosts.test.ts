/** The names under which the HTTP server answers, and the pages that it may be asked from. */
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { ask, fakePlayground, shakeHands, startTestServer } from '../helpers/http-server.ts';

describe('foreign hosts and origins', () => {
  test.each(['localhost', 'LOCALHOST:8787', '127.0.0.1:1', '127.8.9.10', '[::1]', '[::1]:8787'])(
    'on loopback, Host %s passes',
    async (host) => {
      const server = await startTestServer({ playground: fakePlayground() });
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
    const server = await startTestServer({ playground: fakePlayground() });
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
    const server = await startTestServer({ playground: fakePlayground() });
    const headers = { Host: 'localhost:8787', Origin: origin };
    expect((await ask(server, '/said', headers, 'hello')).status).toBe(status);
    expect(await shakeHands(server, headers)).toMatch(
      status === 200 ? /^HTTP\/1\.1 101 / : /^HTTP\/1\.1 403 /,
    );
  });

  test('with HOST set to another address, the playground answers only to IP addresses, health and metrics to any host', async () => {
    const server = await startTestServer({ host: '0.0.0.0', playground: fakePlayground() });
    expect((await ask(server, '/', { Host: '192.168.1.5:8787' })).status).toBe(200);
    expect((await ask(server, '/', { Host: '[fd00::1]' })).status).toBe(200);
    expect((await ask(server, '/', { Host: 'localhost' })).status).toBe(200);
    expect((await ask(server, '/', { Host: 'evil.example' })).body).toContain('under its IP address');
    expect(await shakeHands(server, { Host: 'evil.example' })).toMatch(/^HTTP\/1\.1 403 /);
    expect((await ask(server, '/health', { Host: 'evil.example' })).status).toBe(200);
    expect((await ask(server, '/metrics', { Host: 'paperboy.svc:8787' })).status).toBe(200);
  });

  test('every answer has the security headers, and a page keeps its own policy', async () => {
    const server = await startTestServer({ playground: fakePlayground() });
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
    startTestServer({ host, publicRoutes, publicUrl, playground: fakePlayground() });

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
