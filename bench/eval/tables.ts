/** Prints evaluation results: one row per system, with paired differences to the first. */
import { type Grades, mean, ndcgAt, reciprocalRankAt } from '../../src/eval/metrics.ts';
import { bootstrapInterval } from './bootstrap.ts';
import type { Answer, System } from './systems.ts';

/** All systems' results for the same questions, [systems x questions]. */
export interface Run {
  readonly systems: readonly System[];
  readonly answers: readonly (readonly Answer[])[];
  readonly grades: readonly Grades[];
}

const DEPTH = 50;

export async function runSystems(
  systems: readonly System[],
  questions: readonly { readonly query: string; readonly grades: Grades }[],
): Promise<Run> {
  const answers: Answer[][] = [];
  for (const system of systems) {
    const ofSystem: Answer[] = [];
    for (const { query } of questions) ofSystem.push(await system.search(query, DEPTH));
    answers.push(ofSystem);
  }
  return { systems, answers, grades: questions.map(({ grades }) => grades) };
}

/** Not capped: with more than `k` relevant papers, 1 is out of reach. */
export function recallOfAll(k: number, ids: readonly string[], grades: Grades): number {
  const found = ids.slice(0, k).filter((id) => (grades.get(id) ?? 0) > 0).length;
  return grades.size > 0 ? found / grades.size : 0;
}

const METRICS = {
  'recall@10': (ids: readonly string[], grades: Grades) => recallOfAll(10, ids, grades),
  'recall@50': (ids: readonly string[], grades: Grades) => recallOfAll(50, ids, grades),
  'nDCG@10': (ids: readonly string[], grades: Grades) => ndcgAt(10, ids, grades),
  MRR: (ids: readonly string[], grades: Grades) => reciprocalRankAt(10, ids, grades),
} as const;

export function printRanking(title: string, run: Run): void {
  const { systems, answers, grades } = run;
  console.log(`\n${title}: ${grades.length} questions`);
  const table = answers.map((ofSystem) =>
    Object.values(METRICS).map((metric) => ofSystem.map(({ ids }, i) => metric(ids, grades[i] ?? new Map()))),
  );
  const width = Math.max(...systems.map(({ name }) => name.length), 10) + 2;
  console.log(`  ${''.padEnd(width)}${Object.keys(METRICS).join('  ')}`);
  systems.forEach(({ name }, i) => {
    const means = (table[i] ?? []).map((values) => mean(values).toFixed(3).padStart(9));
    console.log(`  ${name.padEnd(width - 2)}${means.join('  ')}`);
  });
  const [first = []] = table;
  systems.slice(1).forEach(({ name }, i) => {
    const others = table[i + 1] ?? [];
    const [recall, ndcg] = [1, 2].map((metric) =>
      describeInterval((first[metric] ?? []).map((value, q) => value - (others[metric]?.[q] ?? 0))),
    );
    console.log(`  ${systems[0]?.name} less ${name}: recall@50 ${recall}, nDCG@10 ${ndcg}`);
  });
}

/** For example "+.041 (+.012 to +.070)". */
export function describeInterval(differences: readonly number[]): string {
  const { mean: middle, low, high } = bootstrapInterval(differences);
  const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3).replace(/^0/, '')}`;
  return `${signed(middle)} (${signed(low)} to ${signed(high)})`;
}

/** A share with its count, for example "93 % of 300". */
export const shareText = (fits: number, all: number): string =>
  `${all === 0 ? '–' : ((100 * fits) / all).toFixed(1)} % of ${all}`;
