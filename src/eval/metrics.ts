/** The figures by which rankings are compared. Pure functions; a grade is 0 for what is not in `grades`. */

/** Grades of one question by paper id; 0 is not relevant, higher is better. */
export type Grades = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `k`, 0 to 1; 0 where nothing is relevant. The gain is the grade itself
 * and the discount log2(rank + 1), as in Järvelin and Kekäläinen 2002, https://doi.org/10.1145/582415.582418, and in
 * trec_eval's ndcg_cut, on which the published figures of BEIR and MTEB stand. (The other form has 2^grade - 1.)
 */
export function ndcgAt(k: number, ranked: readonly string[], grades: Grades): number {
  const ideal = discounted([...grades.values()].sort((a, b) => b - a).slice(0, k));
  if (ideal === 0) return 0;
  return discounted(ranked.slice(0, k).map((id) => grades.get(id) ?? 0)) / ideal;
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}

/**
 * The share of the relevant papers, of any grade, among the first `k`, 0 to 1. Where more than `k` are relevant, of the `k`
 * that fit: the capped recall of BEIR, https://arxiv.org/abs/2104.08663, appendix, in which 1 can be reached.
 */
export function recallAt(k: number, ranked: readonly string[], grades: Grades): number {
  const relevant = [...grades.values()].filter((grade) => grade > 0).length;
  if (relevant === 0) return 0;
  return ranked.slice(0, k).filter((id) => (grades.get(id) ?? 0) > 0).length / Math.min(k, relevant);
}

/** 1 / the rank of the first relevant paper, 0 where none is among the first `k`. */
export function reciprocalRankAt(k: number, ranked: readonly string[], grades: Grades): number {
  const first = ranked.slice(0, k).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return first === -1 ? 0 : 1 / (first + 1);
}

/** One question: whether it has an answer, and whether it was given one. */
export interface Verdict {
  readonly hasAnswer: boolean;
  readonly confident: boolean;
}

export interface AnswerabilityFigures {
  /** How many of the questions turned away had no answer; undefined where none was turned away. */
  readonly precision: number | undefined;
  /** How many of the questions without an answer were turned away; undefined where there is none. */
  readonly recall: number | undefined;
  /** How many of the questions with an answer were turned away; undefined where there is none. */
  readonly falseAbstentions: number | undefined;
}

/** How well "nothing fits" is known. Shares, 0 to 1. */
export function answerabilityFigures(verdicts: readonly Verdict[]): AnswerabilityFigures {
  const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);
  const without = verdicts.filter(({ hasAnswer }) => !hasAnswer).length;
  const saidNo = verdicts.filter(({ confident }) => !confident);
  const rightly = saidNo.filter(({ hasAnswer }) => !hasAnswer).length;
  return {
    precision: share(rightly, saidNo.length),
    recall: share(rightly, without),
    falseAbstentions: share(saidNo.length - rightly, verdicts.length - without),
  };
}

/** The share of those that fit, 0 to 1; undefined of none. */
export const shareOf = <T>(values: readonly T[], fits: (value: T) => boolean): number | undefined =>
  values.length === 0 ? undefined : values.filter(fits).length / values.length;

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that at least `share` of the values do not exceed (nearest rank); 0 of none. */
export function percentile(share: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
