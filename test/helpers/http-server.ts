/** The HTTP server with a playground of its own, and requests to it with any headers. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Health, type HttpServer, type PlaygroundRoutes, startHttp } from '../../src/http/server.ts';
import { createLog } from '../../src/lib/log.ts';

export const READY: Health = { gateway: true, catalog: true, model: true };

export async function startTestServer(
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
  onTestFinished(server.close);
  return { ...server, lines };
}

/** A playground with a page, an endless stream, an echoing WebSocket, and a route that fails. */
export function fakePlayground(): PlaygroundRoutes {
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

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP exchange with any headers, including Host, which fetch forbids. */
export function ask(
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
export function shakeHands(server: HttpServer, headers: Record<string, string>): Promise<string> {
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
    onTestFinished(() => void socket.destroy());
    socket.once('data', (data) => resolve(String(data)));
    socket.once('error', reject);
  });
}
