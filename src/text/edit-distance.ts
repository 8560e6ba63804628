/**
 * Edit distance between two words (optimal string alignment): substitutions, insertions, deletions, and swaps of
 * neighbours.
 */

/**
 * Optimal string alignment distance (https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance), or some number above
 * `max` once it is certain to be more.
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  // Rows of the table of distances between the beginnings of the two, the last two of which are needed; cells further
  // from the diagonal than `max` can't be on the way.
  const far = max + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    const end = Math.min(b.length, i + max);
    for (let j = 1; j <= end; j++) {
      if (j < i - max) {
        row.push(far);
        continue;
      }
      let edits = (last[j - 1] as number) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      edits = Math.min(edits, (last[j] ?? far) + 1, (row[j - 1] as number) + 1);
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        edits = Math.min(edits, (beforeLast[j - 2] as number) + 1);
      }
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > max) return far;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? far;
}
