/** Linear maps from one model's space to another's, learned from texts embedded by both. */

/** Rows of numbers, [rows x columns]. */
export type Matrix = readonly Float64Array[];

/** `vector` [from] through a map [from x to] -> [to]. */
export function through(map: Matrix, vector: ArrayLike<number>): Float64Array {
  const out = new Float64Array(map[0]?.length ?? 0);
  map.forEach((row, i) => {
    const factor = vector[i] ?? 0;
    for (let j = 0; j < out.length; j++) out[j] = (out[j] as number) + factor * (row[j] as number);
  });
  return out;
}

/** The least-squares map [from x to], regularised by `ridge` times the mean square of the inputs. */
export function leastSquares(from: Matrix, to: Matrix, ridge: number): Matrix {
  const squares = crossProduct(from, from);
  const mean = squares.reduce((sum, row, i) => sum + (row[i] as number), 0) / squares.length;
  squares.forEach((row, i) => {
    row[i] = (row[i] as number) + ridge * mean;
  });
  return solve(squares, crossProduct(from, to));
}

/**
 * The best rotation [from x to] (orthogonal Procrustes; Schönemann 1966): the orthogonal factor of fromᵀ to, by Newton
 * and Schulz's iteration X <- 1.5 X - 0.5 X XᵀX, which converges if no singular value is above √3.
 */
export function procrustes(from: Matrix, to: Matrix, iterations = 60): Matrix {
  let map = crossProduct(from, to);
  const norm = Math.sqrt(
    map.reduce((sum, row) => sum + row.reduce((all, value) => all + value * value, 0), 0),
  );
  map = map.map((row) => row.map((value) => value / norm));
  for (let step = 0; step < iterations; step++) {
    const gram = crossProduct(map, map);
    map = map.map((row) => {
      const turned = through(gram, row);
      return row.map((value, j) => 1.5 * value - 0.5 * (turned[j] as number));
    });
  }
  return map;
}

/** aᵀ b: [n x p], [n x q] -> [p x q]. */
function crossProduct(a: Matrix, b: Matrix): Float64Array[] {
  const columns = b[0]?.length ?? 0;
  const out = Array.from({ length: a[0]?.length ?? 0 }, () => new Float64Array(columns));
  a.forEach((row, n) => {
    const other = b[n] as Float64Array;
    out.forEach((sums, i) => {
      const factor = row[i] as number;
      for (let j = 0; j < columns; j++) sums[j] = (sums[j] as number) + factor * (other[j] as number);
    });
  });
  return out;
}

/** X with A X = B for a symmetric positive definite A, by elimination; overwrites both. */
function solve(a: Float64Array[], b: Float64Array[]): Matrix {
  a.forEach((pivotRow, pivot) => {
    for (const [row, values] of a.entries()) {
      if (row === pivot) continue;
      const factor = (values[pivot] as number) / (pivotRow[pivot] as number);
      if (factor === 0) continue;
      for (let j = pivot; j < values.length; j++) {
        values[j] = (values[j] as number) - factor * (pivotRow[j] as number);
      }
      const [target, source] = [b[row] as Float64Array, b[pivot] as Float64Array];
      for (let j = 0; j < target.length; j++) {
        target[j] = (target[j] as number) - factor * (source[j] as number);
      }
    }
  });
  return b.map((row, i) => row.map((value) => value / (a[i]?.[i] ?? 1)));
}
