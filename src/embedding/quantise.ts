/** Unit vectors as int8 with one scale a vector: a quarter of the memory, cosines within about .005. */

export interface QuantisedVector {
  readonly values: Int8Array; // [dims]
  readonly scale: number;
}

/** Component i of the vector is about `values[i] * scale`; the largest component maps to 127. */
export function quantise(vector: Float32Array): QuantisedVector {
  const largest = vector.reduce((max, component) => Math.max(max, Math.abs(component)), 0);
  const scale = largest / 127 || 1;
  return { values: Int8Array.from(vector, (component) => Math.round(component / scale)), scale };
}
