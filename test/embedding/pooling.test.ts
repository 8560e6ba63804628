import { expect, test } from 'vitest';
import { pool, type TokenVectors } from '../../src/embedding/pooling.ts';
import { toUnit } from '../../src/lib/vector.ts';

/** One text of three tokens in a batch of length four, padded on either side; two numbers per token. */
const filled = (side: 'left' | 'right'): TokenVectors => ({
  data: Float32Array.from(side === 'right' ? [3, 0, 0, 4, 0, 8, 9, 9] : [9, 9, 3, 0, 0, 4, 0, 8]),
  mask: side === 'right' ? [1n, 1n, 1n, 0n] : [0n, 1n, 1n, 1n],
  texts: 1,
  tokens: 4,
  dims: 2,
});
const closeTo = (...vector: number[]) => [vector.map((component) => expect.closeTo(component, 5))];
const lists = (vectors: Float32Array[]) => vectors.map((vector) => [...vector]);

test.each(['left', 'right'] as const)('padding on the %s doesn’t count', (side) => {
  const vectors = filled(side);
  expect(lists(pool(vectors, 'mean'))).toEqual(closeTo(3 / Math.hypot(3, 12), 12 / Math.hypot(3, 12)));
  expect(lists(pool(vectors, 'cls'))).toEqual(closeTo(1, 0));
  expect(lists(pool(vectors, 'last_token'))).toEqual(closeTo(0, 1));
});

test('the mean excludes the given number of leading tokens', () => {
  expect(lists(pool(filled('left'), 'mean', 1))).toEqual(closeTo(0, 1));
});

test('a vector of zeros stays zero', () => {
  expect([...toUnit(new Float32Array(2))]).toEqual([0, 0]);
});
