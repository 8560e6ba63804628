/** The one HTTP server: health, metrics, feeds and mail pages, and the playground if there is no Discord. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ConfigError } from '../domain/errors.ts';
import type { Log } from '../lib/log.ts';
import { isLoopback, isOwnHost, isOwnOrigin, isPublicHost } from './host-check.ts';
import type { Metrics } from './metrics.ts';

export interface Health {
  readonly gateway: boolean;
  readonly catalog: boolean;
  readonly model: boolean;
}

/** The playground's routes and its WebSocket handler. Its creator closes it. */
export interface PlaygroundRoutes {
  readonly app: Hono;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/**
 * Pages for people outside, who come by PUBLIC_URL, mostly through a proxy. The link alone grants permission, so a
 * request may come from any page.
 */
export interface PublicRoutes {
  /** Such as `/mail`: the routes own everything below it. */
  readonly path: string;
  readonly app: Hono;
}

export interface HttpServer {
  /** Its address for a browser on this machine, without trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends every connection at once, streams and WebSockets included. */
  close(): Promise<void>;
}

interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly health: () => Health | Promise<Health>;
  readonly metrics: Pick<Metrics, 'read'>;
  readonly playground?: PlaygroundRoutes | undefined;
  readonly publicRoutes?: readonly PublicRoutes[];
  /** PUBLIC_URL: the public routes answer under this name too. */
  readonly publicUrl?: string | undefined;
  readonly log: Log;
}

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "frame-ancestors 'none'",
};

/** @throws ConfigError if it can't listen, saying what to change. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { host, playground, log } = options;
  const server = createServer(getRequestListener(createApp(options).fetch, { overrideGlobalObjects: false }));
  const sockets = playground ? passUpgrades(server, playground, host) : new Set<Duplex>();
  const port = await listen(server, options);
  if (playground && !isLoopback(host)) {
    log.warn(`The playground has no password, and with HOST=${host} others on your network can use it.`);
  }
  return {
    url: `http://${urlHost(host)}:${port}`,
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function createApp({
  host,
  health,
  metrics,
  playground,
  publicRoutes = [],
  publicUrl,
  log,
}: HttpOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      // Keeps a page's own Content-Security-Policy: a browser applies every policy it gets.
      context.header(name, value, { append: name === 'Content-Security-Policy' });
    }
  });
  app.use(async (context, next) => {
    const { path } = context.req;
    const { incoming } = context.env;
    const isForMachines = ['/health', '/metrics'].includes(path) && !isLoopback(host);
    const isPublic = publicRoutes.some((routes) => path.startsWith(`${routes.path}/`));
    const refusal = isForMachines
      ? undefined
      : isPublic
        ? refuseHost(incoming, host, publicUrl)
        : refuse(incoming, host);
    return refusal === undefined ? next() : context.text(refusal, 403);
  });

  app.get('/health', async (context) => {
    const parts = await health();
    const isReady = parts.gateway && parts.catalog && parts.model;
    return context.json({ status: isReady ? 'ok' : 'not ready', ...parts }, isReady ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    const { contentType, text } = await metrics.read();
    return context.body(text, 200, { 'Content-Type': contentType });
  });
  for (const { path, app: routes } of publicRoutes) app.route(path, routes);
  if (playground) {
    app.route('/', playground.app);
  } else {
    app.get('/', (context) => context.text('Paperboy is running. See /health and /metrics.'));
  }
  app.notFound((context) => context.text('There is nothing here. See /health and /metrics.', 404));
  app.onError((error, context) => {
    // A route's refusal, such as of a body that is too large, is the caller's mistake.
    if (error instanceof HTTPException) return error.getResponse();
    log.error({ err: error, path: context.req.path }, 'An HTTP request failed');
    return context.text('Something went wrong here; the log says what.', 500);
  });
  return app;
}

/** Hands WebSockets to the playground and returns the open ones. */
function passUpgrades(server: Server, playground: PlaygroundRoutes, host: string): Set<Duplex> {
  const sockets = new Set<Duplex>();
  server.on('upgrade', (request, socket, head) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Without a listener, a broken connection would end the program.
    socket.on('error', () => socket.destroy());
    const refusal = refuse(request, host);
    if (refusal === undefined) playground.handleUpgrade(request, socket, head);
    else socket.end(rawRefusal(refusal));
  });
  return sockets;
}

/** The reason to refuse a request; undefined if it may pass. */
function refuse(request: IncomingMessage, listenHost: string): string | undefined {
  const { headers } = request;
  const refusal = refuseHost(request, listenHost, undefined);
  if (refusal !== undefined) return refusal;
  if (!isOwnOrigin(headers.origin, headers.host)) {
    return 'This server answers only its own page, not other web sites: open its own address.\n';
  }
  return undefined;
}

function refuseHost(
  { headers: { host } }: IncomingMessage,
  listenHost: string,
  publicUrl: string | undefined,
): string | undefined {
  if (isOwnHost(host, listenHost) || isPublicHost(host, publicUrl)) return undefined;
  return isLoopback(listenHost)
    ? 'This server answers only under the names of this machine: open it as localhost or 127.0.0.1.\n'
    : 'This server answers only under its IP address or the name in HOST: open it as one of these.\n';
}

function rawRefusal(text: string): string {
  const headers = {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return ['HTTP/1.1 403 Forbidden', ...lines, '', text].join('\r\n');
}

function listen(server: Server, { host, port }: HttpOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const other = port < 65_535 ? port + 1 : 8787;
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `Port ${port} on ${host} is in use, perhaps by another Paperboy. Stop it or set PORT, for example PORT=${other}.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
      return new ConfigError(
        `Paperboy has no right to listen on port ${port} of ${host}. Set PORT to one above 1023, for example PORT=8787.`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError(
        `${host} is not an address of this machine. Set HOST to one that is, for example HOST=127.0.0.1.`,
        { cause: error },
      );
    default:
      return error;
  }
}

/** The host for a browser on this machine; nobody can open the "any" address. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}
