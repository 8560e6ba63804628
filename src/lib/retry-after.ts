/** Reads how long a host asks to be left alone. */

/**
 * Milliseconds, from Retry-After in seconds or as a date (RFC 9110, 10.2.3), or from RateLimit as Hugging Face sends it
 * (`"api";r=0;t=55`, t in seconds: draft-ietf-httpapi-ratelimit-headers). Undefined without either.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value !== undefined) {
    if (/^\d+$/.test(value)) return Number(value) * 1000;
    const dateMs = Date.parse(value);
    if (!Number.isNaN(dateMs)) return Math.max(0, dateMs - nowMs);
  }
  const reset = /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? undefined : Number(reset) * 1000;
}
