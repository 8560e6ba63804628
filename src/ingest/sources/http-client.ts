/** Asks one host politely: in turn, with pauses, again after failures but not for ever, and not for what it gave before. */
import type Keyv from 'keyv';
import PQueue from 'p-queue';
import { SourceError } from '../../domain/errors.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { createCircuitBreaker } from '../../lib/circuit-breaker.ts';
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/redact.ts';
import { retryAfterMs } from '../../lib/retry-after.ts';
import { wait, withinTime } from '../../lib/wait.ts';
import { collapseSpace, truncate } from '../../text/display.ts';
import { fetchResponse, NoResponse, type Request, type SourceResponse } from './fetch-answer.ts';

export interface HostRules {
  /** As people know the host: every message begins with it. */
  readonly name: string;
  /** From the start of one request to the start of the next. */
  readonly apartMs: number;
  /** For one answer, until its last byte. */
  readonly answerMs: number;
  /** From when a question's turn came: no further attempt begins later. */
  readonly totalMs: number;
  readonly maxAttempts: number;
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The host's own words in an answer with an error status. */
  readonly explain: (text: string) => string | undefined | Promise<string | undefined>;
}

export interface HttpDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Keeps answers that have a validator, and when the host was last asked: for all processes that share its store. */
  readonly cache: Keyv;
}

type Parse<T> = (text: string) => T | Promise<T>;

/**
 * `parse` reads the text of the answer and throws NoAnswer where it can't be what was asked for; that counts as a failed
 * attempt, and such a text is never kept. Both methods throw a SourceError, or the signal's reason once it is aborted.
 */
export interface HttpClient {
  get<T>(url: URL, parse: Parse<T>, signal: AbortSignal): Promise<T>;
  post<T>(url: URL, body: unknown, parse: Parse<T>, signal: AbortSignal): Promise<T>;
}

/** The host refused. */
export class StatusError extends SourceError {
  readonly status: number;

  constructor(message: string, options: { readonly isRetryable: boolean; readonly status: number }) {
    super(message, options);
    this.status = options.status;
  }
}

interface KeptAnswer {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly text: string;
}

/** What a host wished for that refused. */
interface AskedToWait {
  readonly untilMs: number;
  readonly status: number;
  readonly what: string;
}

const MAX_REDIRECTS = 3;
const BACKOFF = { initialMs: 1_000, maxMs: 30_000 };
const MAX_RETRY_AFTER_MS = 3_600_000;
const BREAKER = { maxFailures: 5, restMs: 60_000 };
const KEEP_MS = 3 * 86_400_000;
const MAX_QUOTED_CHARS = 200;
const MAX_KEPT_CHARS = 4 * 1024 ** 2;
/** A turn further ahead was written under a clock that has since been set back. */
const MAX_TURN_AHEAD_MS = 60_000;

export function createHttpClient(rules: HostRules, { fetch, clock, cache }: HttpDeps): HttpClient {
  const queue = new PQueue({ concurrency: 1 });
  let lastTurnMs = Number.NEGATIVE_INFINITY;
  const breaker = createCircuitBreaker(clock, BREAKER);
  const waitKey = `wait:${rules.name}`;
  let askedToWait: AskedToWait | undefined;

  /** Waits until the host may be asked again. The turn is written down before, so that another process takes a later one. */
  async function takeTurn(signal: AbortSignal): Promise<void> {
    if (rules.apartMs === 0) return;
    const key = `turn:${rules.name}`;
    const storedMs = (await cache.get<number>(key)) ?? Number.NEGATIVE_INFINITY;
    const othersMs = storedMs > clock.now() + MAX_TURN_AHEAD_MS ? Number.NEGATIVE_INFINITY : storedMs;
    lastTurnMs = Math.max(clock.now(), Math.max(lastTurnMs, othersMs) + rules.apartMs);
    await cache.set(key, lastTurnMs, MAX_TURN_AHEAD_MS);
    await wait(clock, lastTurnMs - clock.now(), signal);
    // A busy machine sends later than planned, and who comes after a restart counts from then.
    lastTurnMs = Math.max(lastTurnMs, clock.now());
    await cache.set(key, lastTurnMs, MAX_TURN_AHEAD_MS);
  }

  async function askHost(request: Request, signal: AbortSignal): Promise<SourceResponse> {
    let { url } = request;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      await takeTurn(signal);
      const tooLate = new NoResponse(`no whole answer came within ${rules.answerMs / 1000} s`, {
        isRetryable: true,
      });
      const answer = await withinTime(clock, rules.answerMs, tooLate, signal, (inTime) =>
        fetchResponse(fetch, { ...request, url }, inTime),
      );
      if (answer.redirect === undefined) return answer;
      url = answer.redirect;
    }
    throw new NoResponse(`it redirected more than ${MAX_REDIRECTS} times`, { isRetryable: false });
  }

  async function ask<T>(request: Request, parse: Parse<T>, signal: AbortSignal): Promise<T> {
    const key = `answer:${request.url.href}`;
    const kept = request.method === 'GET' ? await cache.get<KeptAnswer>(key) : undefined;
    const headers = { ...request.headers, ...validatorsOf(kept) };
    const answer = await askHost({ ...request, headers }, signal);
    if (answer.status === 304 && kept !== undefined) return await parse(kept.text);
    if (answer.status !== 200) throw await refusal(request, answer);
    const value = await parse(answer.text);
    if (request.method === 'GET') await keep(key, answer);
    return value;
  }

  async function keep(key: string, { headers, text }: SourceResponse): Promise<void> {
    const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')];
    if ((etag === null && lastModified === null) || text.length > MAX_KEPT_CHARS) return;
    await cache.set(key, { etag, lastModified, text } satisfies KeptAnswer, KEEP_MS);
  }

  /** Words of others, fit for a line in the log: the host may repeat the key. */
  const quote = (words: string): string =>
    truncate(collapseSpace(redact(words, Object.values(rules.headers))), MAX_QUOTED_CHARS);

  const describe = ({ method, url }: Request, what: string): string =>
    `${rules.name} could not be read (${method} ${url.pathname}${url.search}): ${what}.`;

  async function refusal(request: Request, { status, headers, text }: SourceResponse): Promise<StatusError> {
    const isRetryable = status === 408 || status === 425 || status === 429 || status >= 500;
    const words = quote((await rules.explain(text)) ?? '');
    let what = `it answered with status ${status}${words ? `, "${words}"` : ''}`;
    const askedMs = isRetryable ? retryAfterMs(headers, clock.now()) : undefined;
    if (askedMs !== undefined) {
      what += ` and asked to wait ${Math.ceil(askedMs / 1000)} s`;
      const forMs = Math.min(askedMs, MAX_RETRY_AFTER_MS);
      askedToWait = { untilMs: clock.now() + forMs, status, what };
      // Written down, since a host's wish outlives a restart.
      await cache.set(waitKey, askedToWait, forMs);
    }
    return new StatusError(describe(request, what), { isRetryable, status });
  }

  const waitMs = (): number => (askedToWait?.untilMs ?? 0) - clock.now();

  /** Why the host is not asked before the deadline, or undefined where it may be. */
  function whyNotAsked(request: Request, deadlineMs: number): SourceError | undefined {
    if (askedToWait && askedToWait.untilMs > deadlineMs) {
      const { what, status } = askedToWait;
      return new StatusError(describe(request, what), { isRetryable: true, status });
    }
    const failures = breaker.cooldownAfter();
    if (failures === undefined) return undefined;
    const what = `it failed ${failures} times in a row and is left alone for ${BREAKER.restMs / 1000} s`;
    return new SourceError(describe(request, what), { isRetryable: true });
  }

  async function attempt<T>(request: Request, parse: Parse<T>, signal: AbortSignal): Promise<T> {
    // The queue asks one thing at a time, so that nothing else is trying it.
    const report = breaker.acquire();
    try {
      const value = await ask(request, parse, signal);
      report?.('well');
      return value;
    } catch (error) {
      const known =
        error instanceof NoResponse
          ? new SourceError(describe(request, error.message), {
              cause: error.cause,
              isRetryable: error.isRetryable,
            })
          : error;
      report?.(known instanceof SourceError && isOfTheHost(known) ? 'failed' : 'unknown');
      throw known;
    }
  }

  async function answer<T>(request: Request, parse: Parse<T>, signal: AbortSignal): Promise<T> {
    const deadlineMs = clock.now() + rules.totalMs;
    askedToWait ??= await cache.get<AskedToWait>(waitKey);
    const whyNot = whyNotAsked(request, deadlineMs);
    if (whyNot) throw whyNot;
    await wait(clock, waitMs(), signal);
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt(request, parse, signal);
      } catch (error) {
        const isWorthIt = error instanceof SourceError && error.isRetryable && attempts < rules.maxAttempts;
        const againMs = clock.now() + Math.max(backoffMs(BACKOFF, attempts - 1), waitMs());
        if (!isWorthIt || againMs > deadlineMs || whyNotAsked(request, deadlineMs)) throw error;
        await wait(clock, againMs - clock.now(), signal);
      }
    }
  }

  function inTurn<T>(request: Request, parse: Parse<T>, signal: AbortSignal): Promise<T> {
    return queue.add(() => answer(request, parse, signal), { signal });
  }

  return {
    get: (url, parse, signal) => inTurn({ method: 'GET', url, headers: rules.headers }, parse, signal),
    post(url, body, parse, signal) {
      const headers = { ...rules.headers, 'content-type': 'application/json' };
      return inTurn({ method: 'POST', url, headers, body: JSON.stringify(body) }, parse, signal);
    },
  };
}

/** That it was asked too often, or for what it doesn't have, says nothing about the host's health. */
const isOfTheHost = (error: SourceError): boolean =>
  error.isRetryable && !(error instanceof StatusError && error.status === 429);

/** The headers that let the host answer 304 where nothing has changed. */
function validatorsOf(kept: KeptAnswer | undefined): Record<string, string> {
  return {
    ...(kept?.etag ? { 'if-none-match': kept.etag } : {}),
    ...(kept?.lastModified ? { 'if-modified-since': kept.lastModified } : {}),
  };
}
