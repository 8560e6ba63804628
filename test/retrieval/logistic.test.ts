/** Logistic regression on two classes. */
import { expect, it } from 'vitest';
import { fitLogistic, logOdds } from '../../src/retrieval/answerability/logistic.ts';

it('separates two classes by the relevant feature, whatever its unit', () => {
  const yes = [1, 2, 3, 4].map((n) => [n % 2, 1_000 + n]);
  const no = [1, 2, 3, 4].map((n) => [n % 2, 990 + n]);
  const classifier = fitLogistic(yes, no);
  for (const numbers of yes) expect(logOdds(classifier, numbers)).toBeGreaterThan(0);
  for (const numbers of no) expect(logOdds(classifier, numbers)).toBeLessThan(0);
});

it('learns that the first feature can reverse another’s meaning', () => {
  const yes = [
    [0, 0],
    [0, 0.1],
    [1, 1],
    [1, 0.9],
  ];
  const no = [
    [0, 1],
    [0, 0.9],
    [1, 0],
    [1, 0.1],
  ];
  const classifier = fitLogistic(yes, no);
  for (const numbers of yes) expect(logOdds(classifier, numbers)).toBeGreaterThan(0);
  for (const numbers of no) expect(logOdds(classifier, numbers)).toBeLessThan(0);
});

it('weights both classes equally, however many examples each has', () => {
  // One in two positives is a 1, one in three negatives.
  const no = Array.from({ length: 30 }, (_, i) => [0, i % 3 === 0 ? 1 : 0]);
  const classifier = fitLogistic(
    [
      [0, 1],
      [0, 0],
    ],
    no,
  );
  expect(logOdds(classifier, [0, 1])).toBeGreaterThan(0);
  expect(logOdds(classifier, [0, 0])).toBeLessThan(0);
});

it('stays finite if the classes don’t overlap, and if a feature is constant', () => {
  const classifier = fitLogistic([[3, 1]], [[3, 0]]);
  expect(Number.isFinite(logOdds(classifier, [3, 100]))).toBe(true);
});
