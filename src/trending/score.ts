/**
 * The trending score: the votes that a paper is expected to reach, decayed by its age.
 *
 * The expectation is the posterior mean of a Gamma prior with Poisson counts (https://en.wikipedia.org/wiki/Conjugate_prior):
 * (counted votes + prior votes) / (share of the votes that has arrived + prior share). Unknown counts enter neither sum. A
 * paper of this morning with 5 votes may rank above yesterday's with 8, but not above one with 80. Without any counts the
 * prior remains.
 *
 * Age comes in twice, as in Hacker News' (votes - 1) / (hours + 2)^1.8 (http://www.righto.com/2013/11/how-hacker-news-ranking-really-works.html)
 * and Reddit's log10(votes) + seconds / 45000 (https://github.com/reddit-archive/reddit/blob/master/r2/r2/lib/db/_sorts.pyx):
 * a count that took longer says less, and the score halves with time. Unlike theirs, the first effect fades once votes have
 * arrived, so that a paper keeps its second day. docs/trending.md has the figures.
 */

/** A paper's counts; undefined means unknown, which is not 0. */
export interface Attention {
  /** Since the paper was first listed. */
  readonly ageHours: number;
  /** The age of the counts. */
  readonly countedHoursAgo: number;
  readonly votes?: number | undefined;
  readonly comments?: number | undefined;
  /** Stars of its code repository. */
  readonly stars?: number | undefined;
  readonly votesGained?: Gain | undefined;
  readonly starsGained?: Gain | undefined;
}

export interface Gain {
  readonly by: number;
  readonly overHours: number;
}

export interface ScoreWeights {
  /** The time in which half of a paper's votes arrive. */
  readonly arrivalHours: number;
  /** The votes expected of a paper without any counts, and the arrived share that weighs as much. */
  readonly priorVotes: number;
  readonly priorShare: number;
  readonly gained: number;
  readonly comments: number;
  readonly votesPerComment: number;
  readonly stars: number;
  readonly votesPerStarDoubling: number;
  readonly starsGained: number;
  readonly votesPerStar: number;
}

/** Chosen on seeds 1001 to 1010 of the simulator in bench/trending.ts; it reports on others. */
export const SCORE_WEIGHTS: ScoreWeights = {
  arrivalHours: 12,
  priorVotes: 8,
  priorShare: 0.2,
  gained: 0.4,
  comments: 0.05,
  votesPerComment: 12,
  stars: 0.03,
  votesPerStarDoubling: 4,
  starsGained: 0.03,
  votesPerStar: 1,
};

/**
 * Higher is more; comparable between papers scored with the same `halfLifeHours`, in which time the score halves. Never
 * falls with a count or gain, never rises with age. A negative count or gain counts as 0.
 */
export function trendingScore(attention: Attention, halfLifeHours: number, weights = SCORE_WEIGHTS): number {
  const { votes, comments, stars, votesGained, starsGained } = attention;
  const age = Math.max(0, attention.ageHours);
  const arrived = arrivedShare(Math.max(0, age - attention.countedHoursAgo), weights);
  let counted = weights.priorVotes * weights.priorShare;
  let share = weights.priorShare;
  const observe = (weight: number, worthVotes: number | undefined, ofShare: number): void => {
    if (worthVotes === undefined) return;
    counted += weight * Math.max(0, worthVotes);
    share += weight * ofShare;
  };
  observe(1, votes, arrived);
  observe(weights.comments, comments && comments * weights.votesPerComment, arrived);
  // Stars are of years and span five orders of magnitude: doublings tell more than their number.
  const doublings = stars && Math.log2(1 + Math.max(0, stars));
  observe(weights.stars, doublings && doublings * weights.votesPerStarDoubling, 1);
  // A gain counts as if it were of the paper's first hours: then it lifts a paper that rises late above its equals.
  if (votesGained) observe(weights.gained, votesGained.by, arrivedShare(votesGained.overHours, weights));
  if (starsGained) {
    const worth = starsGained.by * weights.votesPerStar;
    observe(weights.starsGained, worth, arrivedShare(starsGained.overHours, weights));
  }
  return (counted / share) * 2 ** (-age / halfLifeHours);
}

/** The share of its votes that a paper has after some hours, from 0 to 1. */
function arrivedShare(hours: number, { arrivalHours }: ScoreWeights): number {
  return 1 - 2 ** (-Math.max(0, hours) / arrivalHours);
}
