/**
 * Measures the ability of a score at posting time to pick the papers with the most votes three days later, on simulated
 * attention (attention.ts has the assumptions). Every score ranks the papers of the last three days by the data stored
 * at 9:00 UTC. The others also get each paper's hour of arrival, which isn't stored.
 */
import { mean, ndcgAt, recallAt } from '../src/eval/metrics.ts';
import { type Attention, trendingScore } from '../src/trending/score.ts';
import { HALF_LIFE_HOURS } from '../src/trending/trending.ts';
import { HOURS_A_DAY, type SimulatedPaper, simulate } from './attention.ts';

const REPORTED_SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const DAYS = 70;
const WARM_UP_DAYS = 7;
const POSTING_HOUR = 9;
const LISTED_DAYS = 3;
const JUDGED_HOURS = 72;
const TOP = 10;

interface Candidate {
  readonly id: string;
  readonly attention: Attention;
  readonly arrivedHoursAgo: number;
  readonly votesLater: number;
}

type Score = (candidate: Candidate) => number;

// An unknown count is 0 to them, because the original formulas have no unknown counts.
const OTHERS: Readonly<Record<string, Score>> = {
  'votes alone': ({ attention }) => attention.votes ?? 0,
  'newest first': ({ arrivedHoursAgo }) => -arrivedHoursAgo,
  'Hacker News': ({ attention, arrivedHoursAgo }) =>
    ((attention.votes ?? 0) - 1) / (arrivedHoursAgo + 2) ** 1.8,
  Reddit: ({ attention, arrivedHoursAgo }) =>
    Math.log10(Math.max(attention.votes ?? 0, 1)) - (arrivedHoursAgo * 3600) / 45_000,
};

export async function run(): Promise<void> {
  const figures = measure(REPORTED_SEEDS, {
    Paperboy: ({ attention }) => trendingScore(attention, HALF_LIFE_HOURS.today),
    ...OTHERS,
  });
  console.log(
    `\ntrending: the ${TOP} papers with the most votes three days later, mean over ${REPORTED_SEEDS.length} seeds (lowest to highest)`,
  );
  console.log('                 nDCG@10              recall@10            Paperboy ahead in nDCG by');
  const ours = figures.Paperboy ?? [];
  for (const [name, ofSeeds] of Object.entries(figures)) {
    const ahead = ofSeeds.map(({ ndcg }, i) => (ours[i]?.ndcg ?? 0) - ndcg);
    const wins = ahead.filter((difference) => difference > 0).length;
    console.log(
      `  ${name.padEnd(14)} ${spread(ofSeeds.map(({ ndcg }) => ndcg))}   ${spread(ofSeeds.map(({ recall }) => recall))}` +
        (name === 'Paperboy' ? '' : `   ${spread(ahead)}, on ${wins} seeds`),
    );
  }
}

interface Quality {
  readonly ndcg: number;
  readonly recall: number;
}

/** The mean quality of each score over the posting days of each seed, [seeds]. */
function measure(
  seeds: readonly number[],
  scores: Readonly<Record<string, Score>>,
): Record<string, Quality[]> {
  const found: Record<string, Quality[]> = {};
  for (const seed of seeds) {
    const days = postingDays(seed);
    for (const [name, score] of Object.entries(scores)) {
      const qualities = days.map((candidates) => judge(candidates, score));
      const ofSeeds = found[name] ?? [];
      found[name] = ofSeeds;
      ofSeeds.push({
        ndcg: mean(qualities.map(({ ndcg }) => ndcg)),
        recall: mean(qualities.map(({ recall }) => recall)),
      });
    }
  }
  return found;
}

/** Each day's candidates with their stored data at the posting hour. */
function postingDays(seed: number): Candidate[][] {
  const { papers } = simulate(seed, DAYS);
  const days: Candidate[][] = [];
  for (let day = WARM_UP_DAYS; day < DAYS; day++) {
    const now = day * HOURS_A_DAY + POSTING_HOUR;
    const listed = papers.filter(
      ({ arrivalHour }) => arrivalHour < now && arrivalHour >= (day - LISTED_DAYS + 1) * HOURS_A_DAY,
    );
    days.push(listed.map((paper) => candidateOf(paper, now)));
  }
  return days;
}

function judge(candidates: readonly Candidate[], score: Score): Quality {
  const ranked = candidates
    .map((candidate) => ({ id: candidate.id, score: score(candidate) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
  const best = [...candidates].sort((a, b) => b.votesLater - a.votesLater);
  const least = best[Math.min(TOP, best.length) - 1]?.votesLater ?? 0;
  const top = best.filter(({ votesLater }) => votesLater >= Math.max(1, least));
  return {
    ndcg: ndcgAt(TOP, ranked, new Map(candidates.map(({ id, votesLater }) => [id, votesLater]))),
    recall: recallAt(TOP, ranked, new Map(top.map(({ id }) => [id, 1]))),
  };
}

interface Reading {
  readonly day: number;
  /** The time at which the counts were as read. */
  readonly hour: number;
  readonly votes: number;
  readonly comments: number;
  readonly stars: number | undefined;
}

function candidateOf(paper: SimulatedPaper, now: number): Candidate {
  const today = Math.floor(now / HOURS_A_DAY);
  const arrivalDay = Math.floor(paper.arrivalHour / HOURS_A_DAY);
  const readings: Reading[] = [];
  for (let day = arrivalDay; day <= today; day++) {
    const hour = Math.min((day + 1) * HOURS_A_DAY, now) - paper.lateHours(day);
    const at = hour - paper.arrivalHour - 1;
    if (paper.isMissing(day) || at < 0) continue;
    readings.push({
      day,
      hour,
      votes: paper.votes[at] ?? 0,
      comments: paper.comments[at] ?? 0,
      stars: paper.hasCode ? paper.stars[at] : undefined,
    });
  }
  const last = readings.at(-1);
  const before = readings.at(-2);
  // As in the service, only an earlier reading's day is known, and its end is assumed.
  const countedAt = last && Math.min((last.day + 1) * HOURS_A_DAY, now);
  const overHours = countedAt && before ? countedAt - (before.day + 1) * HOURS_A_DAY : 0;
  const gained = (count: 'votes' | 'stars') =>
    last?.[count] !== undefined && before?.[count] !== undefined
      ? { by: last[count] - before[count], overHours }
      : undefined;
  return {
    id: paper.id,
    arrivedHoursAgo: now - paper.arrivalHour,
    votesLater: paper.votes[now + JUDGED_HOURS - paper.arrivalHour - 1] ?? 0,
    attention: {
      ageHours: now - arrivalDay * HOURS_A_DAY,
      countedHoursAgo: countedAt === undefined ? 0 : now - countedAt,
      votes: last?.votes,
      comments: last?.comments,
      stars: last?.stars,
      votesGained: gained('votes'),
      starsGained: gained('stars'),
    },
  };
}

function spread(values: readonly number[]): string {
  const show = (value: number): string =>
    value
      .toFixed(3)
      .replace(/^(-?)0/, '$1')
      .padStart(5);
  return `${show(mean(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`;
}
