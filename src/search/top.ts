/** The best few of many scores, without sorting all of them. */

/** Row numbers of the `count` highest scores, best first; equal scores in row order. */
export function topRows(scores: Float32Array, count: number): number[] {
  const best: number[] = [];
  const scoreAt = (place: number): number => scores[best[place] as number] as number;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (best.length === count && (count === 0 || score <= scoreAt(count - 1))) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scoreAt(middle) >= score) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, row);
    if (best.length > count) best.pop();
  }
  return best;
}

/**
 * Row numbers of the `count` highest scores, in row order; of those that equal the last one in, the first rows. Only rows
 * with a 1 in `mask` [rows], where given. In two passes, by counting how often each score comes.
 */
export function topSet(scores: Uint16Array, count: number, mask?: Uint8Array): Uint32Array {
  const counts = new Uint32Array(2 ** 16);
  for (let row = 0; row < scores.length; row++) {
    if (!mask || mask[row]) {
      const score = scores[row] as number;
      counts[score] = (counts[score] as number) + 1;
    }
  }
  let least = 2 ** 16;
  let better = 0;
  while (least > 0 && better + (counts[least - 1] as number) <= count) better += counts[--least] as number;
  // All from `least` on, and of those just below it as many as there is room for.
  let room = count - better;
  const best: number[] = [];
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (score < least - 1 || (mask && !mask[row])) continue;
    if (score >= least || room-- > 0) best.push(row);
  }
  return Uint32Array.from(best);
}
