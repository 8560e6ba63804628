/** Classifies a failed request, whatever the openai package or the network called it. */
import OpenAI from 'openai';
import type { LanguageModelFailure } from '../domain/errors.ts';
import { redact } from '../lib/redact.ts';
import { retryAfterMs } from '../lib/retry-after.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { SYSTEM_ROLE } from './capabilities.ts';
import { hostOf, type ServerSettings } from './settings.ts';

export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly reason: LanguageModelFailure;
  readonly status: number | undefined;
  /** True if the same request may succeed in a moment. */
  readonly isRetryable: boolean;
  /** The server's Retry-After. */
  readonly retryAfterMs: number | undefined;
  /** True if the server may have worked on it anyway, and counted an unknown number of tokens. */
  readonly mayHaveCost: boolean;
  /** The unsupported part of the request in the server's words: only for code, because they may quote anything. */
  readonly refused: { readonly kind: 'parameter' | 'length'; readonly words: string } | undefined;

  constructor(
    message: string,
    {
      cause,
      ...known
    }: {
      readonly reason: LanguageModelFailure;
      readonly cause?: unknown;
      readonly status?: number | undefined;
      readonly isRetryable?: boolean;
      readonly retryAfterMs?: number | undefined;
      readonly mayHaveCost?: boolean;
      readonly refused?: CallFailure['refused'];
    },
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.reason = known.reason;
    this.status = known.status;
    this.isRetryable = known.isRetryable ?? false;
    this.retryAfterMs = known.retryAfterMs;
    this.mayHaveCost = known.mayHaveCost ?? false;
    this.refused = known.refused;
  }
}

const TOO_LONG =
  /context.{0,20}(length|window|size)|context_length_exceeded|too many tokens|(prompt|input).{0,20}too long|exceeds?.{0,40}context/i;
const PARAMETER_STATUSES = [400, 415, 422, 501];

/** Messages name the server, the model and the setting to change; keys in the server's own words are masked. */
export function explainFailure(error: unknown, server: ServerSettings, nowMs: number): CallFailure {
  // The openai package wraps errors of the given fetch.
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof CallFailure) return at;
  const host = hostOf(server.baseUrl);
  if (!(error instanceof OpenAI.APIError) || error.status === undefined) {
    return new CallFailure(`the connection to ${host} failed${withCode(error)}`, {
      reason: 'away',
      isRetryable: true,
      // A connection that was never established cost nothing.
      mayHaveCost: !(error instanceof OpenAI.APIConnectionError),
    });
  }
  const { status } = error;
  const words = [error.param, error.code, error.message].filter(Boolean).join(' ');
  if (status === 401 || status === 403)
    return misconfigured(
      status,
      server.apiKey === undefined
        ? `${host} wants a key (status ${status}). Set OPENAI_API_KEY`
        : `${host} refuses the key (status ${status}). Copy OPENAI_API_KEY again, and see whether it may use ${server.model}`,
    );
  if (status === 404) return misconfigured(status, explainNotFound(error, server, host));
  if (status === 402 || error.code === 'insufficient_quota')
    return misconfigured(
      status,
      `the account at ${host} has no credit left (status ${status}). Top it up there`,
    );
  if (status === 413 || (PARAMETER_STATUSES.includes(status) && TOO_LONG.test(words))) {
    const refused = { kind: 'length', words } as const;
    return new CallFailure(`the text is too long for ${server.model}`, {
      reason: 'unusable',
      status,
      refused,
    });
  }
  if (error.code === 'content_filter' || /content (?:management policy|filter)/i.test(words))
    return new CallFailure(`the content filter of ${host} refuses the text (status ${status})`, {
      reason: 'unusable',
      status,
    });
  if (PARAMETER_STATUSES.includes(status) || (status === 500 && SYSTEM_ROLE.test(words))) {
    const refused = { kind: 'parameter', words } as const;
    return new CallFailure(`${host} refuses the request (status ${status}${quoted(words, server)})`, {
      reason: 'unusable',
      status,
      refused,
    });
  }
  return new CallFailure(
    status === 429 ? `${host} is asked too often (status 429)` : `${host} answered with status ${status}`,
    {
      reason: 'away',
      status,
      isRetryable: status === 408 || status === 409 || status === 429 || status >= 500,
      retryAfterMs: error.headers ? retryAfterMs(error.headers, nowMs) : undefined,
    },
  );
}

const MAX_QUOTED_CHARS = 160;

/** The server's own words help the operator; keys are masked. */
function quoted(words: string, { apiKey }: ServerSettings): string {
  const plain = collapseSpace(redact(words, apiKey === undefined ? [] : [apiKey]));
  const masked = plain.replace(/\b(?:sk|key|pk)-[\w-]{6,}/gi, '[hidden]');
  return masked ? `: ${truncate(masked, MAX_QUOTED_CHARS)}` : '';
}

const misconfigured = (status: number, message: string): CallFailure =>
  new CallFailure(message, { reason: 'misconfigured', status });

function explainNotFound(error: { readonly error: unknown }, server: ServerSettings, host: string): string {
  const saysWhy = typeof error.error === 'object' && error.error !== null;
  if (!saysWhy && !/\/v\d+$/.test(server.baseUrl))
    return `${host} has no chat completions at this address (status 404). Most servers want /v1 at its end: OPENAI_BASE_URL=${server.baseUrl}/v1`;
  return `${host} doesn't know the model ${server.model} (status 404). Set OPENAI_MODEL or OPENAI_FAST_MODEL to one that it has, and check OPENAI_BASE_URL`;
}

/** A code such as ECONNREFUSED, at any depth of the causes. */
function withCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z_]{3,40}$/.test(at.code)) return ` (${at.code})`;
  }
  return '';
}
