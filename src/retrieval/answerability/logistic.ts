/**
 * Logistic regression on a few features. The first one modifies the others' meaning, so each enters by itself and
 * multiplied with the first.
 */

export interface Classifier {
  /** Each feature's mean and deviation over the examples, [features]. */
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  /** Weights of the standardised features, then of these multiplied with the first: [2 x features]. */
  readonly weights: readonly number[];
  readonly bias: number;
}

// Small enough for standardised features, with enough steps that more change nothing.
const STEP_SIZE = 0.25;
const STEPS = 1_000;
// L2 regularisation: keeps weights finite if the classes don't overlap. .001 to .01 did equally well.
const PENALTY = 0.005;

/** The log-odds that these features [features] belong to the positive class. */
export function logOdds(classifier: Classifier, numbers: readonly number[]): number {
  return weigh(classifier, expand(classifier, numbers));
}

/**
 * Fits to examples of both classes, each [examples x features]; both classes weigh the same whatever their sizes.
 * Gradient descent from zero, so the same examples always give the same result.
 */
export function fitLogistic(yes: readonly number[][], no: readonly number[][]): Classifier {
  const examples = [...yes, ...no];
  const means = (examples[0] ?? []).map((_, i) => meanOf(examples.map((numbers) => numbers[i] ?? 0)));
  const deviations = means.map(
    (mean, i) => Math.sqrt(meanOf(examples.map((numbers) => ((numbers[i] ?? 0) - mean) ** 2))) || 1,
  );
  const expanded = examples.map((numbers) => expand({ means, deviations }, numbers));
  const weights: number[] = Array(2 * means.length).fill(0);
  let bias = 0;
  for (let step = 0; step < STEPS; step++) {
    const slopes = weights.map((weight) => PENALTY * weight);
    let biasSlope = 0;
    for (const [row, numbers] of expanded.entries()) {
      const isYes = row < yes.length;
      const share = 0.5 / (isYes ? yes.length : no.length);
      const error = share * (1 / (1 + Math.exp(-weigh({ weights, bias }, numbers))) - (isYes ? 1 : 0));
      biasSlope += error;
      for (let i = 0; i < slopes.length; i++) slopes[i] = (slopes[i] ?? 0) + error * (numbers[i] ?? 0);
    }
    bias -= STEP_SIZE * biasSlope;
    for (const [i, slope] of slopes.entries()) weights[i] = (weights[i] ?? 0) - STEP_SIZE * slope;
  }
  return { means, deviations, weights, bias };
}

function expand(
  { means, deviations }: Pick<Classifier, 'means' | 'deviations'>,
  numbers: readonly number[],
): number[] {
  const scaled = means.map((mean, i) => ((numbers[i] ?? 0) - mean) / (deviations[i] ?? 1));
  return [...scaled, ...scaled.map((value) => value * (scaled[0] ?? 0))];
}

function weigh({ weights, bias }: Pick<Classifier, 'weights' | 'bias'>, numbers: readonly number[]): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (numbers[i] ?? 0);
  return sum;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
