/**
 * Measures one query's dense search with its best 100, and the recall of the best 10 of an exact float scan. It
 * compares the exact scan in WebAssembly, the first pass over sign bits with rescoring, and a plain JavaScript loop,
 * alternating so that other load slows all three. The vectors are synthetic: `topics` are close to one of 2,000 topics,
 * as papers are, and `random` is the hardest case.
 */
import { quantise } from '../src/embedding/quantise.ts';
import { candidateCount } from '../src/index/vector/vector-index.ts';
import { createVectorRows } from '../src/index/vector/vector-rows.ts';
import { topK } from '../src/lib/top-k.ts';
import { describeMs } from './figures.ts';

const DIMS = 256;
const ROUNDS = 20;
const TOP = 100;
const RECALL_OF = 10;
const TOPICS = 2_000;

/** Prints times and recall at 10,000, 100,000 and 1,000,000 vectors. */
export async function run(): Promise<void> {
  for (const papers of [10_000, 100_000, 1_000_000]) {
    for (const kind of ['topics', 'random'] as const) measure(papers, kind);
  }
}

function measure(papers: number, kind: 'topics' | 'random'): void {
  const topics = Array.from({ length: TOPICS }, () => noise());
  const make = (): Float32Array => {
    const vector = noise();
    const topic = topics[Math.floor(Math.random() * TOPICS)] ?? vector;
    return unit(kind === 'random' ? vector : vector.map((component, i) => component + (topic[i] ?? 0)));
  };
  const floats = new Float32Array(papers * DIMS); // [papers x dims], row-major, as the values below
  const values = new Int8Array(papers * DIMS);
  const scales = new Float32Array(papers);
  const rows = createVectorRows(DIMS);
  for (let row = 0; row < papers; row++) {
    const vector = make();
    const stored = quantise(vector);
    floats.set(vector, row * DIMS);
    values.set(stored.values, row * DIMS);
    scales[row] = stored.scale;
    rows.write(row, stored.values, stored.scale);
  }

  const times = { exact: [] as number[], first: [] as number[], loop: [] as number[] };
  const found = { exact: 0, first: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const query = make();
    const exact = timed(times.exact, () => topK(rows.scan(query), TOP));
    const first = timed(times.first, () => {
      const some = rows.candidates(query, candidateCount(papers, TOP));
      return topK(rows.scanRows(query, some), TOP).map((place) => some[place] as number);
    });
    timed(times.loop, () => topK(scanInJavaScript(values, scales, query), TOP));
    const best = topK(scanInJavaScript(floats, new Float32Array(papers).fill(1), query), RECALL_OF);
    found.exact += best.filter((row) => exact.slice(0, RECALL_OF).includes(row)).length;
    found.first += best.filter((row) => first.slice(0, RECALL_OF).includes(row)).length;
  }
  const recall = (count: number): string => `recall@10 ${(count / (ROUNDS * RECALL_OF)).toFixed(3)}`;
  console.log(`\ndense scan and best ${TOP}, ${papers.toLocaleString('en')} x ${DIMS}, ${kind}`);
  console.log(`  exact       ${describeMs(times.exact)}; ${recall(found.exact)}`);
  console.log(`  first pass  ${describeMs(times.first)}; ${recall(found.first)}`);
  console.log(`  JavaScript  ${describeMs(times.loop)}`);
}

function timed<T>(times: number[], work: () => T): T {
  const start = performance.now();
  const result = work();
  times.push(performance.now() - start);
  return result;
}

/** A vector [dims] of about unit length in a random direction. */
function noise(): Float32Array {
  return unit(Float32Array.from({ length: DIMS }, () => Math.random() + Math.random() + Math.random() - 1.5));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, component) => sum + component * component, 0));
  return vector.map((component) => component / length);
}

/** The loop that the kernel replaced. */
function scanInJavaScript(
  values: Int8Array | Float32Array,
  scales: Float32Array,
  query: Float32Array,
): Float32Array {
  const cosines = new Float32Array(scales.length);
  for (let row = 0; row < cosines.length; row++) {
    const base = row * DIMS;
    let sum = 0;
    for (let i = 0; i < DIMS; i++) sum += (query[i] as number) * (values[base + i] as number);
    cosines[row] = sum * (scales[row] as number);
  }
  return cosines;
}
