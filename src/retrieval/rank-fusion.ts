/** Merges rankings whose scores aren't comparable: those of different queries. */

// Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods"
// (2009), https://doi.org/10.1145/1571941.1572114, who found that its value matters little.
const K = 60;

/** The ids of all rankings, by reciprocal rank fusion; equal scores keep their order. */
export function fuseReciprocalRanks(rankings: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings) {
    ranking.forEach((id, i) => {
      scores.set(id, (scores.get(id) ?? 0) + 1 / (K + i + 1));
    });
  }
  return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
}
