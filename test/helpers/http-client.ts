/** A polite client for a source's host, with a server that answers as a test says and a clock that never waits. */
import Keyv from 'keyv';
import { expect, onTestFinished } from 'vitest';
import { SourceError } from '../../src/domain/errors.ts';
import { createHttpClient, type HostRules } from '../../src/ingest/sources/http-client.ts';
import { type Interruption, type SourceServer, startSourceServer } from './source-server.ts';
import { createWaitlessClock, type WaitlessClock } from './waitless-clock.ts';

export const RULES: HostRules = {
  name: 'Someone',
  apartMs: 0,
  answerMs: 30_000,
  totalMs: 120_000,
  maxAttempts: 4,
  headers: { 'user-agent': 'Paperboy/0.1.0 (+you@example.org)', 'x-api-key': 'secret-key' },
  explain: (text) => text || undefined,
};
export const never = new AbortController().signal;

type Client = ReturnType<typeof createHttpClient>;

export interface ClientTest {
  readonly server: SourceServer;
  readonly clock: WaitlessClock;
  readonly cache: Keyv;
  passedMs(): number;
  url(path?: string): URL;
  createClient(rules?: Partial<HostRules>): Client;
  get(client?: Client, signal?: AbortSignal, path?: string): Promise<string>;
  /** Answers each request with the next of these, repeating the last one. */
  answers(...each: Interruption[]): void;
}

/** The server closes with the test. */
export async function openClientTest(): Promise<ClientTest> {
  const server = await startSourceServer();
  onTestFinished(() => server.close());
  const clock = createWaitlessClock();
  const startMs = clock.now();
  const cache = new Keyv();
  const url = (path = '/a?b=1') => new URL(path, server.settings.huggingFaceUrl);
  const createClient = (rules: Partial<HostRules> = {}) =>
    createHttpClient({ ...RULES, ...rules }, { fetch: clock.fetch, clock, cache });
  return {
    server,
    clock,
    cache,
    passedMs: () => clock.now() - startMs,
    url,
    createClient,
    get: (client = createClient(), signal = never, path) => client.get(url(path), (text) => text, signal),
    answers(...each) {
      let asked = 0;
      server.interrupt = (request, response) => (each[asked++] ?? each.at(-1))?.(request, response) ?? false;
    },
  };
}

/** The error as a person reads it. */
export async function failure(answer: Promise<unknown>): Promise<SourceError> {
  const error = await answer.then(
    (value) => expect.unreachable(`it answered ${value}`),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  expect(error.message).not.toContain('secret-key');
  return error;
}

export const status =
  (code: number, headers: Record<string, string> = {}, text = ''): Interruption =>
  (_request, response) => {
    response.writeHead(code, headers).end(text);
    return true;
  };
export const ok = (text = 'yes', headers: Record<string, string> = {}) => status(200, headers, text);
