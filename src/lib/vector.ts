/** Arithmetic on vectors as plain arrays. Loops, because callers run it thousands of times. */

/** The dot product of two vectors of the same width; for unit vectors, their cosine. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Adds `times` a vector to a sum of the same width. */
export function addTo(sum: Float32Array, vector: Float32Array, times = 1): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + times * (vector[i] as number);
}

/** Scales the vector to length 1; zeros stay zeros. */
export function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((component) => component / length) : vector;
}
