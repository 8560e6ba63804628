/** Measures the growth of work with input size, instead of a limit in seconds, which a busy machine breaks. */

// Below it, clock resolution and other threads outweigh the work.
const FLOOR_MS = 20;
const ROUNDS = 3;

/**
 * CPU time at four times the size over that at the size: 4 for linear work, 16 for quadratic, at most 1 if the input is
 * truncated. The fastest of three rounds counts.
 */
export async function growth(size: number, work: (size: number) => unknown): Promise<number> {
  let [small, large] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    small = Math.min(small, await cpuMs(() => work(size)));
    large = Math.min(large, await cpuMs(() => work(4 * size)));
  }
  return Math.max(large, FLOOR_MS) / Math.max(small, FLOOR_MS);
}

/** Between linear and quadratic, equally far from both. */
export const MAX_LINEAR_GROWTH = 8;

async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
