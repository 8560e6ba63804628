/** Typed arrays that grow. */

/** The array, or a copy with half as much room again if it is shorter than `length`. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(length, MIN_LENGTH, Math.ceil(1.5 * array.length)),
  );
  larger.set(array);
  return larger;
}

const MIN_LENGTH = 64;
