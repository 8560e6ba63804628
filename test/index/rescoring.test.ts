/** Compares the scan's first pass with plain arithmetic. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../../src/eval/random.ts';
import { fillSignTables, signBits } from '../../src/index/vector/sign-bits.ts';
import { createVectorRows } from '../../src/index/vector/vector-rows.ts';

const SAMPLED = 16;

/** Each row's score by its signs: for four dimensions at a time, the query table's entry for their pattern. */
function signScores(query: Float32Array, rows: readonly Int8Array[]): number[] {
  const width = Math.ceil(query.length / 16) * 16;
  const tables = new Uint8Array(width * 4);
  fillSignTables(tables, query);
  return rows.map((values) => {
    let score = 0;
    for (const [at, byte] of signBits(values).entries()) {
      score += (tables[2 * at * 16 + (byte & 15)] ?? 0) + (tables[(2 * at + 1) * 16 + (byte >> 4)] ?? 0);
    }
    for (let table = 2 * Math.ceil(query.length / 8); table < width / 4; table++)
      score += tables[table * 16] ?? 0;
    return score;
  });
}

/**
 * All rows that pass and reach the threshold: the score reached by a sixteenth of `count` among every sixteenth row.
 */
function expected(scores: readonly number[], count: number, mask?: Uint8Array): number[] {
  const passing = [...scores.keys()].filter((row) => !mask || mask[row] === 1);
  const sampled = passing.filter((row) => row % SAMPLED === 0).map((row) => scores[row] ?? 0);
  const line = sampled.sort((a, b) => b - a)[Math.ceil(count / SAMPLED) - 1] ?? 0;
  return passing.filter((row) => (scores[row] ?? 0) >= line);
}

function store(dims: number, vectors: readonly Int8Array[]) {
  const rows = createVectorRows(dims);
  for (const [row, values] of vectors.entries()) rows.write(row, values, 0.01);
  return rows;
}

it('returns all rows above the threshold of every sixteenth row, at any width, with and without a filter', () => {
  const set = fc.integer({ min: 1, max: 70 }).chain((dims) =>
    fc.record({
      query: fc.float32Array({ minLength: dims, maxLength: dims, min: -1, max: 1, noNaN: true }),
      // Few distinct values, so that far more rows than requested may reach it.
      vectors: fc.array(
        fc.oneof(
          fc.constantFrom(-1, 0, 1).map((value) => new Int8Array(dims).fill(value)),
          fc.int8Array({ minLength: dims, maxLength: dims }),
        ),
        { maxLength: 100 },
      ),
      count: fc.integer({ min: 1, max: 40 }),
      masked: fc.option(fc.array(fc.boolean(), { minLength: 100, maxLength: 100 }), { nil: undefined }),
    }),
  );
  fc.assert(
    fc.property(set, ({ query, vectors, count, masked }) => {
      const mask = masked && Uint8Array.from(masked.slice(0, vectors.length), Number);
      const found = store(query.length, vectors).candidates(query, count, mask);
      expect([...found]).toEqual(expected(signScores(query, vectors), count, mask));
    }),
  );
});

it('does so over several blocks, with a partial last one, and after removals', () => {
  const random = createRandom(5);
  const make = () => Int8Array.from({ length: 32 }, () => Math.floor(random() * 255) - 127);
  const vectors = Array.from({ length: 2_500 }, make);
  const rows = store(32, vectors);
  const query = Float32Array.from(make());
  expect([...rows.candidates(query, 200)]).toEqual(expected(signScores(query, vectors), 200));
  for (let i = 0; i < 700; i++) rows.remove(0);
  const left = [...vectors];
  for (let i = 0; i < 700; i++) {
    const last = left.pop();
    if (last) left[0] = last;
  }
  expect([...rows.candidates(query, 200)]).toEqual(expected(signScores(query, left), 200));
});

it('returns nothing for no rows', () => {
  expect([...createVectorRows(8).candidates(new Float32Array(8), 5)]).toEqual([]);
});
