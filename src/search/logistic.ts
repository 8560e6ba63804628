/** Logistic regression: which of two kinds something is, from a few numbers about it. */

export interface Classifier {
  /** One for each number. */
  readonly weights: readonly number[];
  readonly bias: number;
}

// The numbers are scaled to unit deviation first, so that a fixed step and as many of them do for any.
const STEPS = 300;
const STEP_SIZE = 1;
// Of the squared weights: keeps them finite where the two kinds don't overlap at all.
const PENALTY = 0.003;

/** The logarithm of the odds that this, [numbers], is of the kind called yes. */
export function logOdds({ weights, bias }: Classifier, numbers: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * (numbers[i] ?? 0), bias);
}

/**
 * Fits to examples of both kinds, each [examples x numbers] with at least one of them; both kinds count the same however
 * many there are. Gradient descent from zero, so that the same examples always give the same.
 */
export function fitLogistic(yes: readonly number[][], no: readonly number[][]): Classifier {
  const all = [...yes, ...no];
  const width = all[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) => all.map((numbers) => numbers[i] ?? 0));
  const means = columns.map(meanOf);
  const deviations = columns.map(
    (column, i) => Math.sqrt(meanOf(column.map((value) => (value - (means[i] ?? 0)) ** 2))) || 1,
  );
  const scaled = all.map((numbers) => numbers.map((n, i) => (n - (means[i] ?? 0)) / (deviations[i] ?? 1)));

  let bias = 0;
  let weights = means.map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    let biasSlope = 0;
    const slopes = weights.map((weight) => PENALTY * weight);
    scaled.forEach((numbers, row) => {
      const [target, share] = row < yes.length ? [1, 0.5 / yes.length] : [0, 0.5 / no.length];
      const error = share * (1 / (1 + Math.exp(-logOdds({ weights, bias }, numbers))) - target);
      biasSlope += error;
      numbers.forEach((n, i) => {
        slopes[i] = (slopes[i] ?? 0) + error * n;
      });
    });
    bias -= STEP_SIZE * biasSlope;
    weights = weights.map((weight, i) => weight - STEP_SIZE * (slopes[i] ?? 0));
  }
  const unscaled = weights.map((weight, i) => weight / (deviations[i] ?? 1));
  return {
    weights: unscaled,
    bias: unscaled.reduce((sum, weight, i) => sum - weight * (means[i] ?? 0), bias),
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
