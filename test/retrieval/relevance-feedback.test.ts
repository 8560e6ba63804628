/** Relevance feedback: papers near the best few rank higher. */
import { expect, it } from 'vitest';
import { quantise } from '../../src/embedding/quantise.ts';
import { createVectorIndex } from '../../src/index/vector/vector-index.ts';
import { rankByRelevanceFeedback } from '../../src/retrieval/relevance-feedback.ts';

const FEEDBACK = { weight: 0.3, papers: 3 };
const NO_FACTS = { categories: [], published: undefined };

/** Each paper on the unit circle, by its angle in degrees. */
function onCircle(angles: Readonly<Record<string, number>>) {
  const vectors = createVectorIndex(2);
  vectors.add(
    Object.entries(angles).map(([paperId, angle]) => {
      const radians = (angle * Math.PI) / 180;
      return { paperId, ...quantise(Float32Array.of(Math.cos(radians), Math.sin(radians))), ...NO_FACTS };
    }),
  );
  return vectors;
}

const idsOf = (ranked: readonly { readonly paperId: string }[]) => ranked.map(({ paperId }) => paperId);

it('a paper near the best ones passes one with a slightly higher score far from them', () => {
  const vectors = onCircle({ first: 0, second: 10, third: 20, far: 180, near: 5 });
  const ranked = [
    { paperId: 'first', score: 0.9 },
    { paperId: 'second', score: 0.7 },
    { paperId: 'third', score: 0.6 },
    { paperId: 'far', score: 0.4 },
    { paperId: 'near', score: 0.35 },
  ];
  expect(idsOf(rankByRelevanceFeedback(vectors, ranked, FEEDBACK))).toEqual([
    'first',
    'second',
    'third',
    'near',
    'far',
  ]);
});

it('a paper that stands out decides', () => {
  const vectors = onCircle({ winner: 0, a: 90, b: 90, c: 90, d: 0, e: 180 });
  const ranked = [
    { paperId: 'winner', score: 0.9 },
    { paperId: 'a', score: 0.3 },
    { paperId: 'b', score: 0.3 },
    { paperId: 'c', score: 0.3 },
    { paperId: 'd', score: 0.25 },
    { paperId: 'e', score: 0.24 },
  ];
  expect(idsOf(rankByRelevanceFeedback(vectors, ranked, FEEDBACK)).slice(0, 2)).toEqual(['winner', 'd']);
});

it('nothing changes if nothing stands out, or if no paper has a vector yet', () => {
  const ranked = ['a', 'b', 'c', 'd', 'e'].map((paperId) => ({ paperId, score: 0.5 }));
  expect(rankByRelevanceFeedback(onCircle({ a: 0, b: 90, c: 180, d: 270, e: 0 }), ranked, FEEDBACK)).toEqual(
    ranked,
  );
  expect(rankByRelevanceFeedback(onCircle({}), ranked, FEEDBACK)).toEqual(ranked);
  expect(rankByRelevanceFeedback(onCircle({}), [], FEEDBACK)).toEqual([]);
});

it('a paper without a vector keeps its place among the others, and scores stay below 1', () => {
  const vectors = onCircle({ a: 0, c: 180 });
  const ranked = [
    { paperId: 'a', score: 1 },
    { paperId: 'new', score: 0.9 },
    { paperId: 'c', score: 0.2 },
  ];
  const again = rankByRelevanceFeedback(vectors, ranked, FEEDBACK);
  expect(idsOf(again)).toEqual(['a', 'new', 'c']);
  expect(again[0]?.score).toBeLessThanOrEqual(1);
});
