import { expect, test } from 'vitest';
import { backoffMs } from '../../src/lib/backoff.ts';

const BACKOFF = { initialMs: 300, maxMs: 2_000 };
const delays = (random: () => number) => [0, 1, 2, 3, 4].map((retry) => backoffMs(BACKOFF, retry, random));

test('each retry waits twice as long as the previous one, up to a limit', () => {
  expect(delays(() => 1)).toEqual([300, 600, 1_200, 2_000, 2_000]);
});

test('jitter takes up to half of the delay, so that clients don’t retry in step', () => {
  expect(delays(() => 0)).toEqual([150, 300, 600, 1_000, 1_000]);
  expect(backoffMs(BACKOFF, 0, () => 0.5)).toBe(225);
});
