/** Picks the highest of many scores without sorting them. */

/** Row numbers of the `count` highest scores, best first; equal scores in row order. */
export function topK(scores: Float32Array, count: number): number[] {
  const best: number[] = [];
  if (count === 0) return best;
  const scoreAt = (place: number): number => scores[best[place] as number] as number;
  // The score to exceed once there are enough; NaN before that, so that no comparison holds.
  let line = Number.NaN;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (score <= line) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scoreAt(middle) >= score) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, row);
    if (best.length > count) best.pop();
    if (best.length === count) line = scoreAt(count - 1);
  }
  return best;
}
