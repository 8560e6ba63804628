/** Exponential backoff with equal jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/. */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Delay before a retry, the first being 0: it doubles up to `maxMs`, and at least half of it is kept. */
export function backoffMs({ initialMs, maxMs }: Backoff, retry: number, random = Math.random): number {
  const ms = Math.min(maxMs, initialMs * 2 ** retry);
  return ms / 2 + (random() * ms) / 2;
}
