/** Paired bootstrap: the certainty of a mean difference between two systems on the same questions. */
import { createRandom } from '../../src/eval/random.ts';

export interface Interval {
  readonly mean: number;
  /** The 2.5th and 97.5th percentile of the resampled means. */
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2_000;
const SEED = 1;

/** The mean of `differences`, one per question, with its 95 % interval (Efron and Tibshirani 1993). */
export function bootstrapInterval(differences: readonly number[]): Interval {
  const random = createRandom(SEED);
  const count = differences.length;
  const meanOf = (pick: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += differences[pick(i)] ?? 0;
    return sum / Math.max(1, count);
  };
  const means = Array.from({ length: RESAMPLES }, () => meanOf(() => Math.floor(random() * count)));
  means.sort((a, b) => a - b);
  const at = (share: number): number => means[Math.floor(share * (RESAMPLES - 1))] ?? 0;
  return { mean: meanOf((i) => i), low: at(0.025), high: at(0.975) };
}
