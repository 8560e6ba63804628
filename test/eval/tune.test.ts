/** Fitting the vectors' share: its gain, and that it is measured on other questions than it was fitted on. */
import { expect, test } from 'vitest';
import { createRandom, draw } from '../../src/eval/random.ts';
import { fitShare, type LabelledQuestion } from '../../src/eval/tune.ts';

/** A question that only `right` answers, by words or by vectors; the other half finds something else. */
function question(foundBy: 'words' | 'meaning'): LabelledQuestion {
  const hits = (paperId: string) => [
    { paperId, score: 1 },
    { paperId: 'other', score: 0.5 },
  ];
  return {
    halves: {
      lexical: { ...EMPTY_LEXICAL, hits: hits(foundBy === 'words' ? 'right' : 'wrong') },
      dense: { hits: hits(foundBy === 'meaning' ? 'right' : 'wrong'), mean: 0 },
    },
    grades: new Map([['right', 3]]),
  };
}

const EMPTY_LEXICAL = { hits: [], ceiling: 1 } as unknown as LabelledQuestion['halves']['lexical'];

test('if only words answer, vectors get less than half, and the figure is perfect', () => {
  const { fewLabels, tuned } = fitShare(
    Array.from({ length: 40 }, () => question('words')),
    createRandom(1),
  );
  for (const fitted of [fewLabels, tuned]) {
    expect(fitted?.ndcg).toBe(1);
    expect(fitted?.denseShare).toBeLessThan(0.5);
  }
  expect([fewLabels?.labelled, tuned?.labelled]).toEqual([16, 32]);
});

test('an unusual fold shows that measured questions are never fitted on', () => {
  // Row i is in fold i % 5, so the two questions for vectors are measured with a share fitted on words alone. Their
  // answer then comes third: 1 / log2(4) of its gain. Measured on the fitted questions it would be .84.
  const kinds = ['meaning', 'words', 'words', 'words', 'words', 'meaning'] as const;
  const { tuned } = fitShare(kinds.map(question), createRandom(1));
  expect(tuned?.ndcg).toBeCloseTo((1 / 2 + 4) / 5, 5);
});

test('too few questions give no figure', () => {
  expect(fitShare([question('words')], createRandom(1))).toEqual({ fewLabels: undefined, tuned: undefined });
  expect(
    fitShare(
      Array.from({ length: 10 }, () => question('words')),
      createRandom(1),
    ).fewLabels,
  ).toBeUndefined();
});

test('the same seed draws the same, another one something else, and nothing twice', () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const drawn = draw(items, 20, createRandom(7));
  expect(draw(items, 20, createRandom(7))).toEqual(drawn);
  expect(draw(items, 20, createRandom(8))).not.toEqual(drawn);
  expect(new Set(drawn).size).toBe(20);
  expect(draw([1, 2], 5, createRandom(1)).sort()).toEqual([1, 2]);
});
