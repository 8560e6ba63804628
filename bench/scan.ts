/**
 * How long one question's dense search takes: the WebAssembly scan and the best 100 of it, next to the same in a plain
 * JavaScript loop, in turn, so that whatever else the machine does slows both. The vectors are random: no time depends
 * on them.
 */
import { topRows } from '../src/lib/top.ts';
import { createVectorIndex } from '../src/search/vectors.ts';
import { describeMs } from './figures.ts';

const NO_FACTS = { categories: [], published: undefined };

const DIMS = 256;
const ROUNDS = 30;
const TOP = 100;

/** Prints the times for both at 10,000, 100,000 and 1,000,000 vectors. */
export async function run(): Promise<void> {
  for (const papers of [10_000, 100_000, 1_000_000]) measure(papers);
}

function measure(papers: number): void {
  const index = createVectorIndex(DIMS);
  const values = new Int8Array(papers * DIMS); // [papers x dims], row-major
  const scales = new Float32Array(papers);
  for (let row = 0; row < papers; row++) {
    const vector = values.subarray(row * DIMS, (row + 1) * DIMS);
    for (let i = 0; i < DIMS; i++) vector[i] = Math.random() * 255 - 127;
    const scale = 1 / Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    scales[row] = scale;
    index.add([{ paperId: `${row}`, ...NO_FACTS, values: vector, scale }]);
  }

  const kernel: number[] = [];
  const loop: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const query = Float32Array.from({ length: DIMS }, () => Math.random() - 0.5);
    kernel.push(timeMs(() => topRows(index.scan(query), TOP)));
    loop.push(timeMs(() => topRows(scanInJavaScript(values, scales, query), TOP)));
  }
  const ratio = (Math.min(...loop) / Math.min(...kernel)).toFixed(1);
  console.log(`\ndense scan and best ${TOP}, ${papers.toLocaleString('en')} x ${DIMS}`);
  console.log(`  kernel      ${describeMs(kernel)}; the first ${kernel[0]?.toFixed(1)} ms`);
  console.log(`  JavaScript  ${describeMs(loop)}; ${ratio} times the kernel's minimum`);
}

function timeMs(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** What the kernel took the place of. */
function scanInJavaScript(values: Int8Array, scales: Float32Array, query: Float32Array): Float32Array {
  const cosines = new Float32Array(scales.length);
  for (let row = 0; row < cosines.length; row++) {
    const base = row * DIMS;
    let sum = 0;
    for (let i = 0; i < DIMS; i++) sum += (query[i] as number) * (values[base + i] as number);
    cosines[row] = sum * (scales[row] as number);
  }
  return cosines;
}
