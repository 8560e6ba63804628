/** Formats measured times. */

/** Median, 99th percentile and minimum of times in milliseconds; no mean, because machines are noisy. */
export function describeMs(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms, min ${at(0)} ms (n = ${sorted.length})`;
}

/** Median, 95th percentile and maximum of times in milliseconds, in aligned columns. */
export function percentiles(times: readonly number[], digits = 1): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(digits).padStart(5 + digits);
  return `p50 ${at(0.5)}  p95 ${at(0.95)}  max ${at(1)} ms`;
}

/** A share of 0 to 1, for example "92 %"; "–" if undefined. */
export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(0)} %`;
