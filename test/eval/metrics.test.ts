/** The metrics, compared with values computed by hand. */
import { describe, expect, test } from 'vitest';
import {
  answerabilityFigures,
  mean,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRankAt,
} from '../../src/eval/metrics.ts';

const grades = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 1],
]);

describe('nDCG', () => {
  test('is the discounted gain over the best possible', () => {
    // DCG: 2 / log2(2) + 0 / log2(3) + 3 / log2(4) = 3.5; ideal: 3 + 2 / 1.58496 + 1 / 2 = 4.76186.
    expect(ndcgAt(10, ['b', 'x', 'a'], grades)).toBeCloseTo(3.5 / 4.76186, 5);
  });

  test('is 1 only for the best order', () => {
    expect(ndcgAt(10, ['a', 'b', 'c', 'x'], grades)).toBe(1);
    expect(ndcgAt(10, ['a', 'c', 'b'], grades)).toBeLessThan(1);
  });

  test('ignores everything beyond k, in the ideal too', () => {
    expect(ndcgAt(1, ['a', 'b'], grades)).toBe(1);
    expect(ndcgAt(2, ['x', 'y', 'a'], grades)).toBe(0);
  });

  test('is 0 if nothing is relevant', () => {
    expect(ndcgAt(10, ['a'], new Map())).toBe(0);
  });
});

describe('Recall', () => {
  test('is the share of relevant papers found, of any grade', () => {
    expect(recallAt(10, ['c', 'x', 'a'], grades)).toBeCloseTo(2 / 3);
  });

  test('counts only as many as fit', () => {
    expect(recallAt(2, ['c', 'a'], grades)).toBe(1);
    expect(recallAt(2, ['c', 'x', 'a'], grades)).toBe(0.5);
  });
});

test('the reciprocal rank is that of the first relevant paper, and 0 beyond k', () => {
  expect(reciprocalRankAt(10, ['x', 'y', 'c', 'a'], grades)).toBeCloseTo(1 / 3);
  expect(reciprocalRankAt(2, ['x', 'y', 'c'], grades)).toBe(0);
});

describe('Abstention', () => {
  const verdict = (hasAnswer: boolean, confident: boolean) => ({ hasAnswer, confident });

  test('has a precision, a recall, and a rate of false abstentions', () => {
    const verdicts = [
      ...Array.from({ length: 3 }, () => verdict(false, false)),
      verdict(false, true),
      verdict(true, false),
      ...Array.from({ length: 4 }, () => verdict(true, true)),
    ];
    expect(answerabilityFigures(verdicts)).toEqual({
      precision: 3 / 4,
      recall: 3 / 4,
      falseAbstentions: 1 / 5,
    });
  });

  test('has no figure without anything to divide by', () => {
    expect(answerabilityFigures([verdict(true, true)])).toEqual({
      precision: undefined,
      recall: undefined,
      falseAbstentions: 0,
    });
  });
});

test('percentiles are observed values, and means of nothing are 0', () => {
  const values = [5, 1, 4, 2, 3];
  expect([percentile(0.5, values), percentile(0.95, values), percentile(0.2, values)]).toEqual([3, 5, 1]);
  expect([percentile(0.5, []), mean([]), mean([1, 2])]).toEqual([0, 0, 1.5]);
});
