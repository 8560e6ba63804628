import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantise } from '../../src/embedding/quantise.ts';
import { createVectorIndex } from '../../src/index/vector/vector-index.ts';
import { topK } from '../../src/lib/top-k.ts';
import { denseSearch } from '../../src/retrieval/dense.ts';
import { fuseWeighted } from '../../src/retrieval/weighted-fusion.ts';

const unit = (...components: number[]): Float32Array => {
  const length = Math.hypot(...components);
  return Float32Array.from(components, (component) => component / length);
};
const stored = (paperId: string, vector: Float32Array) => ({
  paperId,
  categories: [],
  published: undefined,
  ...quantise(vector),
});

describe('the vector index', () => {
  it('gives cosines within .01 of the exact ones', () => {
    const index = createVectorIndex(3);
    index.add([stored('a', unit(1, 2, 3)), stored('b', unit(-1, 0.5, 0))]);
    const cosines = index.scan(unit(1, 1, 0));
    expect(cosines[0]).toBeCloseTo(3 / Math.sqrt(28), 2);
    expect(cosines[1]).toBeCloseTo(-0.5 / Math.sqrt(2.5), 2);
  });

  it('has one vector per paper: the newest', () => {
    const index = createVectorIndex(2);
    index.add([stored('a', unit(1, 0)), stored('b', unit(0, 1))]);
    index.add([stored('a', unit(0, 1))]);
    expect(index.size).toBe(2);
    expect(index.get('a')).toEqual(Float32Array.of(0, 1));
    expect(index.get('c')).toBeUndefined();
  });

  it('forgets removed papers, and keeps the rest', () => {
    const index = createVectorIndex(2);
    index.add([stored('a', unit(1, 0)), stored('b', unit(0, 1)), stored('c', unit(1, 1))]);
    index.remove(['a', 'unknown']);
    expect(index.size).toBe(2);
    expect(index.get('a')).toBeUndefined();
    expect(denseSearch(index, unit(1, 0), 5).hits.map(({ paperId }) => paperId)).toEqual(['c', 'b']);
    index.remove(['b', 'c']);
    expect(index.size).toBe(0);
  });

  it('grows to any number of papers', () => {
    const index = createVectorIndex(2);
    for (let i = 0; i < 1_000; i++) index.add([stored(`${i}`, unit(1, i))]);
    expect(index.size).toBe(1_000);
    expect(denseSearch(index, unit(1, 0), 1).hits[0]?.paperId).toBe('0');
    expect(denseSearch(index, unit(1, 999), 1_000).hits).toHaveLength(1_000);
  });

  it('refuses a vector of another width', () => {
    expect(() => createVectorIndex(2).add([stored('a', unit(1, 2, 3))])).toThrow('3 numbers, not 2');
  });
});

it('the best rows match a full sort', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true })), fc.nat(20), (values, count) => {
      const scores = Float32Array.from(values);
      const sorted = [...scores.keys()].sort(
        (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
      );
      expect(topK(scores, count)).toEqual(sorted.slice(0, count));
    }),
  );
});

describe('weighted fusion', () => {
  const WEIGHTS = { lexical: 0.5, dense: 0.5, lexicalPower: 1.5 };
  const dense = {
    hits: [
      { paperId: 'a', score: 0.8 },
      { paperId: 'b', score: 0.5 },
    ],
    mean: 0.2,
  };
  const lexical = {
    hits: [
      { paperId: 'b', score: 10 },
      { paperId: 'c', score: 4 },
    ],
    ceiling: 20,
    rarest: 0,
  };

  it('prefers papers that both halves found', () => {
    expect(fuseWeighted(lexical, dense, WEIGHTS).map(({ paperId }) => paperId)).toEqual(['b', 'a', 'c']);
  });

  it('follows one half if the other found nothing', () => {
    expect(
      fuseWeighted({ hits: [], ceiling: 0, rarest: 0 }, dense, WEIGHTS).map(({ paperId }) => paperId),
    ).toEqual(['a', 'b']);
    expect(fuseWeighted(lexical, { hits: [], mean: 0 }, WEIGHTS).map(({ paperId }) => paperId)).toEqual([
      'b',
      'c',
    ]);
  });

  it('takes a power of the share of the words in a paper', () => {
    const words = { hits: [{ paperId: 'half', score: 2 }], ceiling: 4, rarest: 0 };
    const scoreOf = (lexicalPower: number) =>
      fuseWeighted(words, { hits: [], mean: 0 }, { lexical: 0.4, dense: 0.6, lexicalPower })[0]?.score;
    expect(scoreOf(1)).toBeCloseTo(0.4 * 0.5, 12);
    expect(scoreOf(2)).toBeCloseTo(0.4 * 0.25, 12);
  });

  it('gives scores from 0 to 1', () => {
    for (const { score } of fuseWeighted(lexical, dense, WEIGHTS)) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });
});
