/** A row of measured times in words. */

/** Median, 99th percentile and minimum of some times in milliseconds; machines are noisy, so no mean. */
export function describeMs(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms, min ${at(0)} ms (n = ${sorted.length})`;
}

/** Median, 95th percentile and the longest of some times in milliseconds, each as wide as the next row's. */
export function percentiles(times: readonly number[], digits = 1): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(digits).padStart(5 + digits);
  return `p50 ${at(0.5)}  p95 ${at(0.95)}  max ${at(1)} ms`;
}

/** A share of 0 to 1, such as "92 %"; "–" where there was nothing to take it of. */
export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(0)} %`;
