/** The answerability classifier's features of a query. */
import { describe, expect, test } from 'vitest';
import { quantise } from '../../src/embedding/quantise.ts';
import { createVectorIndex } from '../../src/index/vector/vector-index.ts';
import { answerabilityFeatures } from '../../src/retrieval/answerability/features.ts';

const [EAST, NORTH] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
const NO_WORDS = { hits: [], ceiling: 0, rarest: 0 };

/** The features of a one-word query whose nearest papers have these vectors, nearest first. */
function featuresOf(nearest: readonly Float32Array[], lexical = NO_WORDS) {
  const vectors = createVectorIndex(2);
  vectors.add(
    nearest.map((vector, i) => ({
      paperId: `p${i}`,
      categories: [],
      published: undefined,
      ...quantise(vector),
    })),
  );
  const hits = nearest.map((_, i) => ({ paperId: `p${i}`, score: 1 - i / 100 }));
  const [words, cosine, byWords, coverage, rarity, cohesion] = answerabilityFeatures(
    { retrieved: { words: ['word'], query: EAST, lexical, dense: { hits, mean: 0 } }, nearestTitle: 0 },
    vectors,
    10,
  );
  return { words, cosine, byWords, coverage, rarity, cohesion };
}

describe('the cohesion of the nearest ten papers', () => {
  test('is 1 if they coincide', () => {
    expect(featuresOf(Array(10).fill(NORTH)).cohesion).toBeCloseTo(1, 3);
  });

  test('is the length of their mean otherwise', () => {
    const five = [...Array(5).fill(EAST), ...Array(5).fill(NORTH)];
    expect(featuresOf(five).cohesion).toBeCloseTo(Math.SQRT1_2, 3);
    const two = [...Array(2).fill(EAST), ...Array(8).fill(NORTH)];
    expect(featuresOf(two).cohesion).toBeCloseTo(Math.hypot(0.2, 0.8), 3);
  });

  test('excludes the eleventh and farther ones', () => {
    expect(featuresOf([...Array(10).fill(EAST), ...Array(10).fill(NORTH)]).cohesion).toBeCloseTo(1, 3);
  });
});

test('the nearest 1 % of a small catalog is ten papers', () => {
  expect(featuresOf(Array(20).fill(EAST)).cosine).toBeCloseTo(1 - 4.5 / 100, 6);
});

test('the similarity feature covers the best five papers by words', () => {
  const hits = [0, 0, 0, 0, 0, 1].map((vector, i) => ({ paperId: `p${vector}`, score: 6 - i }));
  const { byWords, coverage } = featuresOf([EAST, NORTH], {
    hits,
    ceiling: 12,
    rarest: 1,
  } as typeof NO_WORDS);
  expect(byWords).toBeCloseTo(1, 3);
  expect(coverage).toBe(0.5);
});
