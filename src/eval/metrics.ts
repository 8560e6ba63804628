/** Metrics that compare rankings. Pure functions; a paper missing from `grades` has grade 0. */

/** Grades of one question by paper id; 0 is not relevant, higher is better. */
export type Grades = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `k`, 0 to 1; 0 if nothing is relevant. The gain is the grade and
 * the discount log2(rank + 1), as in Järvelin and Kekäläinen 2002, https://doi.org/10.1145/582415.582418, and in
 * trec_eval's ndcg_cut, which BEIR and MTEB use. (The other form has 2^grade - 1.)
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
 * The share of relevant papers, of any grade, among the first `k`, 0 to 1. If more than `k` are relevant, the share of
 * `k`: the capped recall of BEIR, https://arxiv.org/abs/2104.08663, appendix, which can reach 1.
 */
export function recallAt(k: number, ranked: readonly string[], grades: Grades): number {
  const relevant = [...grades.values()].filter((grade) => grade > 0).length;
  if (relevant === 0) return 0;
  return ranked.slice(0, k).filter((id) => (grades.get(id) ?? 0) > 0).length / Math.min(k, relevant);
}

/** 1 / the rank of the first relevant paper, 0 if none is among the first `k`. */
export function reciprocalRankAt(k: number, ranked: readonly string[], grades: Grades): number {
  const first = ranked.slice(0, k).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return first === -1 ? 0 : 1 / (first + 1);
}

/** One question: if it has an answer, and if it got one. */
export interface Verdict {
  readonly hasAnswer: boolean;
  readonly confident: boolean;
}

export interface AnswerabilityFigures {
  /** The share of abstentions on unanswerable questions; undefined if there were no abstentions. */
  readonly precision: number | undefined;
  /** The share of unanswerable questions with an abstention; undefined if there are none. */
  readonly recall: number | undefined;
  /** The share of false abstentions among answerable questions; undefined if there are none. */
  readonly falseAbstentions: number | undefined;
}

/** Quality of abstaining ("nothing fits"). Shares, 0 to 1. */
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

/** The share of matching items, 0 to 1; undefined for no items. */
export const shareOf = <T>(values: readonly T[], fits: (value: T) => boolean): number | undefined =>
  values.length === 0 ? undefined : values.filter(fits).length / values.length;

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that at least `share` of the values don't exceed (nearest rank); 0 for no values. */
export function percentile(share: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
