/** Compares the WebAssembly scan with plain arithmetic. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { quantise } from '../../src/embedding/quantise.ts';
import { createVectorIndex } from '../../src/index/vector/vector-index.ts';
import { topK } from '../../src/lib/top-k.ts';

const NO_FACTS = { categories: [], published: undefined };

const unit = (components: ArrayLike<number>): Float32Array => {
  const vector = Float32Array.from(components);
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((component) => component / length);
};
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
};

/** Numbers from -1 to 1, repeatable by seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
/** Random directions: each component is nearly normally distributed. */
const randomUnit = (dims: number, random: () => number): Float32Array =>
  unit(Array.from({ length: dims }, () => random() + random() + random()));

describe('the scan', () => {
  it('gives the dot products of plain arithmetic, at any width', () => {
    const question = fc.integer({ min: 1, max: 600 }).chain((dims) =>
      fc.record({
        query: fc.float32Array({ minLength: dims, maxLength: dims, min: -1, max: 1, noNaN: true }),
        rows: fc.array(fc.int8Array({ minLength: dims, maxLength: dims }), { maxLength: 9 }),
      }),
    );
    fc.assert(
      fc.property(question, ({ query, rows }) => {
        const index = createVectorIndex(query.length);
        index.add(
          rows.map((values, i) => ({
            paperId: `${i}`,
            ...NO_FACTS,
            values,
            scale: 1 / (Math.hypot(...values) || 1),
          })),
        );
        const asked = unit(query);
        const scores = index.scan(asked);
        expect(scores).toHaveLength(rows.length);
        rows.forEach((values, row) => {
          expect(index.paperAt(row)).toBe(`${row}`);
          expect(scores[row]).toBeCloseTo(dot(asked, values) / (Math.hypot(...values) || 1), 3);
        });
      }),
    );
  });

  it.each([16, 17, 256, 600, 4_096, 5_000])('holds the largest possible sum of %i numbers', (dims) => {
    const index = createVectorIndex(dims);
    const scale = 1 / (128 * Math.sqrt(dims));
    const least = new Int8Array(dims).fill(-128);
    index.add([
      { paperId: 'least', ...NO_FACTS, values: least, scale },
      { paperId: 'most', ...NO_FACTS, values: least.map(() => 127), scale },
    ]);
    const [low, high] = index.scan(unit(new Float32Array(dims).fill(1)));
    expect(low).toBeCloseTo(-1, 4);
    expect(high).toBeCloseTo(127 / 128, 4);
  });

  it('matches an exact scan of the same vectors, and nearly one of the float vectors', () => {
    const random = createRandom(1);
    const papers = Array.from({ length: 5_000 }, () => randomUnit(256, random));
    const stored = papers.map((vector, i) => ({ paperId: `${i}`, ...NO_FACTS, ...quantise(vector) }));
    const index = createVectorIndex(256);
    index.add(stored);
    const found = { stored: 0, exact: 0 };
    for (let i = 0; i < 100; i++) {
      const query = randomUnit(256, random);
      const best = new Set(topK(index.scan(query), 10));
      const count = (scores: Iterable<number>): number =>
        topK(Float32Array.from(scores), 10).filter((row) => best.has(row)).length;
      found.stored += count(stored.map(({ values, scale }) => dot(query, values) * scale));
      found.exact += count(papers.map((vector) => dot(query, vector)));
    }
    expect(found.stored / 1_000).toBeGreaterThanOrEqual(0.99);
    // Random vectors are the hardest: the best 10 of 5,000 are as close to each other as int8 can resolve.
    expect(found.exact / 1_000).toBeGreaterThanOrEqual(0.98);
  });

  it('gives the mean of all scores without a scan', () => {
    const random = createRandom(2);
    const index = createVectorIndex(48);
    const vectors = Array.from({ length: 500 }, (_, i) => ({
      paperId: `${i}`,
      ...NO_FACTS,
      ...quantise(randomUnit(48, random)),
    }));
    index.add(vectors);
    index.add(
      vectors
        .slice(0, 100)
        .map(({ paperId }) => ({ paperId, ...NO_FACTS, ...quantise(randomUnit(48, random)) })),
    );
    index.remove(['7', '499', '300', '0']);
    const query = randomUnit(48, random);
    const scores = index.scan(query);
    expect(index.meanCosine(query)).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / 496, 6);
    index.remove(vectors.map(({ paperId }) => paperId));
    expect(index.meanCosine(query)).toBe(0);
  });

  it('returns only rows that pass a filter, even if many do', () => {
    const random = createRandom(4);
    const index = createVectorIndex(16);
    index.add(
      Array.from({ length: 6_000 }, (_, i) => ({
        paperId: `${i}`,
        ...NO_FACTS,
        ...quantise(randomUnit(16, random)),
      })),
    );
    const mask = Uint8Array.from({ length: 6_000 }, (_, row) => (row % 5 === 0 ? 0 : 1));
    const query = randomUnit(16, random);
    const scores = index.scan(query);
    const passing = [...scores.keys()].filter((row) => mask[row]);
    const best = passing.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).map(String);
    expect(index.nearest(query, 20, mask).map(({ paperId }) => paperId)).toEqual(best.slice(0, 20));
    expect(index.nearest(query, 6_000, mask).map(({ paperId }) => paperId)).toHaveLength(4_800);
  });

  it('refuses a query of another width', () => {
    expect(() => createVectorIndex(2).scan(Float32Array.of(1, 0, 0))).toThrow(
      new RangeError('the query has 3 numbers, not 2'),
    );
  });

  it('scores 0 for a query of zeros, and returns nothing without vectors', () => {
    const index = createVectorIndex(3);
    expect(index.scan(new Float32Array(3))).toEqual(new Float32Array(0));
    index.add([{ paperId: 'a', ...NO_FACTS, ...quantise(unit([1, 2, 3])) }]);
    expect(index.scan(new Float32Array(3))).toEqual(Float32Array.of(0));
  });
});

describe('the first pass', () => {
  const dims = 64;
  const random = createRandom(3);
  // A hundred topics, as papers have: a query's neighbours are much closer than the rest.
  const topics = Array.from({ length: 100 }, () => randomUnit(dims, random));
  const nearTopic = (): Float32Array => {
    const topic = topics[Math.floor((random() + 1) * 50)] ?? new Float32Array(dims);
    const other = randomUnit(dims, random);
    return unit(topic.map((component, i) => component + (other[i] ?? 0)));
  };
  const stored = (id: number) => ({
    paperId: `${id}`,
    categories: [id % 3 === 0 ? 'cs.CL' : 'cs.CV'],
    published: id < 50 ? '2020-01-01' : '2025-01-01',
    ...quantise(nearTopic()),
  });
  const index = createVectorIndex(dims);

  beforeAll(() => {
    for (let id = 0; id < 36_000; id += 4_000)
      index.add(Array.from({ length: 4_000 }, (_, i) => stored(id + i)));
    // Replaced and removed, so that rows are no longer in insertion order.
    index.add(Array.from({ length: 1_500 }, (_, i) => stored(i * 7)));
    index.remove(Array.from({ length: 2_000 }, (_, i) => `${i * 11 + 60}`));
  });

  /** The recall of the exact scan's best over many queries; found ones must have the same score. */
  const recall = (count: number, mask?: Uint8Array): number => {
    let found = 0;
    for (let i = 0; i < 20; i++) {
      const query = nearTopic();
      const scores = index.scan(query).map((score, row) => (mask && !mask[row] ? -2 : score));
      const exact = new Map(topK(scores, count).map((row) => [index.paperAt(row), scores[row]]));
      const nearest = index.nearest(query, count, mask);
      expect(nearest).toHaveLength(count);
      expect(nearest.map(({ score }) => score)).toEqual(
        nearest.map(({ score }) => score).sort((a, b) => b - a),
      );
      for (const { paperId, score } of nearest) {
        if (!exact.has(paperId)) continue;
        expect(score).toBe(exact.get(paperId));
        found++;
      }
    }
    return found / (20 * count);
  };

  it('finds the exact scan’s best, with the same scores', () => {
    expect(index.size).toBe(34_000);
    expect(recall(10)).toBeGreaterThanOrEqual(0.99);
    expect(recall(100)).toBeGreaterThanOrEqual(0.98);
  });

  it('finds the nearest rows that pass a filter, whether many or few do', () => {
    const filter = { categories: ['cs.CL'], authors: [] };
    expect(recall(10, index.mask(filter))).toBeGreaterThanOrEqual(0.99);
    const few = index.mask({ categories: [], authors: [], before: '2021-01-01' });
    expect(few.reduce((sum, passes) => sum + passes, 0)).toBe(50);
    expect(recall(50, few)).toBe(1);
    expect(index.nearest(nearTopic(), 100, few)).toHaveLength(50);
    expect(index.nearest(nearTopic(), 10, new Uint8Array(index.size))).toEqual([]);
  });
});

describe('the memory of the vectors', () => {
  it('keeps every vector through additions, replacements, removals and growth', () => {
    const step = fc.record({
      add: fc.array(fc.nat(5_999), { maxLength: 30 }),
      remove: fc.array(fc.nat(5_999), { maxLength: 30 }),
      more: fc.nat(1_500),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        (dims, steps) => {
          const random = createRandom(dims);
          const index = createVectorIndex(dims);
          const held = new Map<string, Float32Array>();
          const add = (ids: readonly number[]) => {
            const vectors = ids.map((id) => ({
              paperId: `${id}`,
              ...NO_FACTS,
              ...quantise(randomUnit(dims, random)),
            }));
            index.add(vectors);
            for (const { paperId, values, scale } of vectors) {
              held.set(
                paperId,
                Float32Array.from(values, (value) => value * scale),
              );
            }
          };
          let next = 0;
          for (const { add: some, remove, more } of [{ add: [], remove: [], more: 2_500 }, ...steps]) {
            add(Array.from({ length: more }, () => next++));
            add(some);
            index.remove(remove.map(String));
            for (const id of remove) held.delete(`${id}`);
          }

          const query = randomUnit(dims, random);
          const scores = index.scan(query);
          expect(index.size).toBe(held.size);
          expect(scores).toHaveLength(held.size);
          const rows = [...scores.keys()];
          expect(new Set(rows.map((row) => index.paperAt(row)))).toEqual(new Set(held.keys()));
          const wrong = rows.filter((row) => {
            const vector = held.get(index.paperAt(row)) ?? new Float32Array(dims);
            return !(Math.abs(dot(query, vector) - (scores[row] ?? 0)) < 1e-3);
          });
          expect(wrong).toEqual([]);
          const mean = [...scores].reduce((sum, score) => sum + score, 0) / Math.max(1, held.size);
          expect(index.meanCosine(query)).toBeCloseTo(mean, 3);
          for (const [paperId, vector] of [...held].slice(-20)) {
            expect(dot(index.get(paperId) ?? [], vector)).toBeCloseTo(dot(vector, vector), 3);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('refuses more when full, and stays unchanged', () => {
    const dims = 4_200_000; // one block of rows would take more than 4 GiB
    const index = createVectorIndex(dims);
    expect(() => index.add([{ paperId: 'a', ...NO_FACTS, values: new Int8Array(dims), scale: 1 }])).toThrow(
      /^no room for vector 1 of 4200000 numbers/,
    );
    expect(index.size).toBe(0);
    expect(index.scan(new Float32Array(dims))).toEqual(new Float32Array(0));
  });
});
