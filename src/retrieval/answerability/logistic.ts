/**
 * Logistic regression: which of two kinds something is, from a few numbers about it. The first number changes what the
 * others mean, so each of them counts by itself and multiplied with the first.
 */

export interface Classifier {
  /** Of each number over the examples, [numbers]. */
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  /** Of each number less its mean over its deviation, then of these multiplied with the first: [2 x numbers]. */
  readonly weights: readonly number[];
  readonly bias: number;
}

// Small enough for numbers of unit deviation, and enough of them that more change nothing.
const STEP_SIZE = 0.25;
const STEPS = 1_000;
// Of the squared weights: keeps them finite where the two kinds don't overlap at all. .001 to .01 did alike.
const PENALTY = 0.005;

/** The logarithm of the odds that what these [numbers] are about is of the kind called yes. */
export function logOdds(classifier: Classifier, numbers: readonly number[]): number {
  return weigh(classifier, expand(classifier, numbers));
}

/**
 * Fits to examples of both kinds, each [examples x numbers]; both kinds count the same however many there are. Gradient
 * descent from zero, so that the same examples always give the same.
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
