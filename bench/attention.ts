/**
 * Simulates attention, to measure a score's ability at posting time to predict the most votes later. It was written before
 * the score was tuned, and shares no formula with it. Its assumptions:
 *
 * - 36 papers arrive per weekday (Poisson) and 3 on weekend days, half of them between 2 and 8 h UTC.
 * - Votes per paper are lognormal: median 14, sigma 1.1. A day's best paper has about ten times the median.
 * - Votes arrive by the hour, Poisson. The rate rises within hours and falls as 1 / (1 + age / scale)^2, a long tail. The
 *   scale varies by paper (lognormal, median 20 h, sigma .5). One paper in six is noticed 6 to 30 h late.
 * - Each paper's rate has a daily lognormal shock (sigma .5), half of which carries over to the next day. One paper in
 *   forty has a second wave, 3 to 8 days later, as large as the first.
 * - People vote half as much at night (20 to 4 h UTC), and a third as much on weekends.
 * - There is a comment per twelve votes, on average. Half of the papers have code that the store knows. One in six of these
 *   repositories is years old and has 100 to 10,000 stars already. New stars are .1 to 10 per vote (lognormal).
 * - The ingest reads counts every hour and keeps the last of each UTC day. On one day in twelve a paper's counts are
 *   missing (the history has no row), and one run in ten is 6 to 24 h late.
 */
import { createRandom } from '../src/eval/random.ts';

export const HOURS_A_DAY = 24;

export interface SimulatedPaper {
  readonly id: string;
  /** Hours since the simulation's start, midnight UTC of a Monday. */
  readonly arrivalHour: number;
  readonly hasCode: boolean;
  /** Totals by the end of each hour since the arrival, [hours]. */
  readonly votes: readonly number[];
  readonly comments: readonly number[];
  readonly stars: readonly number[];
  /** For each day since the start: true if its counts are missing, and their delay in hours. */
  readonly isMissing: (day: number) => boolean;
  readonly lateHours: (day: number) => number;
}

export interface Simulation {
  readonly days: number;
  readonly papers: readonly SimulatedPaper[];
}

// The time for which a paper is followed: candidates are at most three days old, and judged three days later.
const FOLLOWED_HOURS = 14 * HOURS_A_DAY;

export function simulate(seed: number, days: number): Simulation {
  const random = createRandom(seed);
  const papers: SimulatedPaper[] = [];
  for (let day = 0; day < days; day++) {
    const count = poisson(isWeekend(day) ? 3 : 36, random);
    for (let i = 0; i < count; i++) papers.push(simulatePaper(`${day}-${i}`, day, days, random));
  }
  return { days, papers };
}

function simulatePaper(id: string, day: number, days: number, random: () => number): SimulatedPaper {
  const hourOfDay = random() < 0.5 ? 2 + random() * 6 : random() * HOURS_A_DAY;
  const arrivalHour = day * HOURS_A_DAY + Math.floor(hourOfDay);
  const drawn = lognormal(14, 1.1, random);
  const scale = lognormal(20, 0.5, random);
  const delay = random() < 1 / 6 ? 6 + random() * 24 : 0;
  const wave = random() < 1 / 40 ? (3 + random() * 5) * HOURS_A_DAY : undefined;
  const hasCode = random() < 0.5;
  let stars = hasCode && random() < 1 / 6 ? 100 * 10 ** (2 * random()) : 0;
  const starsPerVote = lognormal(1, 1, random);
  let shock = 0;
  let total = { votes: 0, comments: 0 };
  const series = { votes: [] as number[], comments: [] as number[], stars: [] as number[] };
  for (let hour = 0; hour < FOLLOWED_HOURS; hour++) {
    if (hour % HOURS_A_DAY === 0) shock = 0.5 * shock + 0.5 * normal(random);
    const fade = (age: number) =>
      age < 0 ? 0 : (1 - Math.exp(-(age + 1) / 3)) / (1 + age / scale) ** 2 / scale;
    const interest = fade(hour - delay) + (wave === undefined ? 0 : fade(hour - wave));
    const rate = drawn * interest * Math.exp(shock) * rhythm(arrivalHour + hour);
    const votes = poisson(rate, random);
    total = { votes: total.votes + votes, comments: total.comments + poisson(rate / 12, random) };
    if (hasCode) stars += poisson(rate * starsPerVote, random);
    series.votes.push(total.votes);
    series.comments.push(total.comments);
    series.stars.push(Math.round(stars));
  }
  const missing = Array.from({ length: days }, () => random() < 1 / 12);
  const late = Array.from({ length: days }, () => (random() < 0.1 ? 6 + Math.floor(random() * 18) : 0));
  return {
    id,
    arrivalHour,
    hasCode,
    ...series,
    isMissing: (at) => missing[at] ?? false,
    lateHours: (at) => late[at] ?? 0,
  };
}

const isWeekend = (day: number): boolean => day % 7 >= 5;

function rhythm(hour: number): number {
  const hourOfDay = hour % HOURS_A_DAY;
  const isNight = hourOfDay >= 20 || hourOfDay < 4;
  return (isNight ? 0.5 : 1) * (isWeekend(Math.floor(hour / HOURS_A_DAY)) ? 1 / 3 : 1);
}

const lognormal = (median: number, sigma: number, random: () => number): number =>
  median * Math.exp(sigma * normal(random));

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's product of uniforms, in pieces of at most 30 to avoid underflow. */
function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(30, left));
    for (let product = random(); product > floor; product *= random()) count++;
  }
  return count;
}
