/** The best few of many scores, without sorting all of them. */

/** Row numbers of the `count` highest scores, best first; equal scores in row order. */
export function topRows(scores: Float32Array, count: number): number[] {
  const best: number[] = [];
  if (count === 0) return best;
  const scoreAt = (place: number): number => scores[best[place] as number] as number;
  // What has to be exceeded once there are enough; before that no comparison holds.
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

// Counting every row would take as long as scoring it; one in so many tells the line within a few hundredths.
const SAMPLE_STEP = 16;

/**
 * Row numbers of about the `count` highest scores, in row order: those that reach a line drawn by a sample of the rows.
 * Only rows with a 1 in `mask` [rows], where given.
 */
export function likeliestRows(scores: Uint16Array, count: number, mask?: Uint8Array): Uint32Array {
  const counts = new Uint32Array(2 ** 16);
  let line = 0;
  for (let row = 0; row < scores.length; row += SAMPLE_STEP) {
    if (mask && !mask[row]) continue;
    const score = scores[row] as number;
    counts[score] = (counts[score] as number) + 1;
    if (score >= line) line = score + 1;
  }
  for (let reached = 0; line > 0 && reached * SAMPLE_STEP < count; ) reached += counts[--line] as number;
  let likeliest = new Uint32Array(2 * count);
  let found = 0;
  for (let row = 0; row < scores.length; row++) {
    if ((scores[row] as number) < line || (mask && !mask[row])) continue;
    // More than twice as many only where many score alike.
    if (found === likeliest.length) {
      const former = likeliest;
      likeliest = new Uint32Array(Math.max(scores.length, 1));
      likeliest.set(former);
    }
    likeliest[found++] = row;
  }
  return likeliest.subarray(0, found);
}
