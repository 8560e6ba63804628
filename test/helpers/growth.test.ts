import { expect, test } from 'vitest';
import { growth, MAX_LINEAR_GROWTH } from './growth.ts';

const spin = (steps: number): number => {
  let sum = 0;
  for (let i = 0; i < steps; i++) sum = (sum * 31 + i) % 1_000_003;
  return sum;
};

test('linear work stays below the bound, quadratic work doesn’t', async () => {
  expect(await growth(10_000_000, spin)).toBeLessThan(MAX_LINEAR_GROWTH);
  expect(await growth(4_000, (size) => spin(size * size))).toBeGreaterThan(MAX_LINEAR_GROWTH);
});

test('work on truncated input doesn’t grow', async () => {
  expect(await growth(100_000, (size) => 'x'.repeat(size).slice(0, 100))).toBe(1);
});
