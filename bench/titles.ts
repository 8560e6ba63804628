/** Measures title completion at 100,000 titles, including the worst input. */
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { createTitleIndex } from '../src/index/titles/title-index.ts';
import type { PaperTitle } from '../src/store/papers.ts';
import { percentiles } from './figures.ts';

const CORPUS = new URL('../../shared/corpus/arxiv-2025-03_2026-07.jsonl.gz', import.meta.url);
const BUNDLED = new URL('../data/papers.jsonl', import.meta.url);
const TITLES = 100_000;
const CHOICES = 25;
const ROUNDS = 7;

/** Prints the time and memory to add titles, and p50, p95 and the maximum per keystroke. */
export async function run(): Promise<void> {
  const { titles, from } = readTitles();
  console.log(`\ntitles: ${titles.length} ${from}`);
  const bytesBefore = await heldBytes();
  const addStart = performance.now();
  const index = createTitleIndex();
  for (let at = 0; at < titles.length; at += 5_000) index.add(titles.slice(at, at + 5_000));
  const addMs = performance.now() - addStart;
  const bytes = (await heldBytes()) - bytesBefore;
  console.log(`  added in ${addMs.toFixed(0)} ms, holding ${(bytes / 2 ** 20).toFixed(0)} MB`);

  for (const [name, keystrokes] of Object.entries(typedTexts(titles))) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const typed of keystrokes) {
        const start = performance.now();
        index.find(typed, CHOICES);
        times.push(performance.now() - start);
        await setImmediate();
      }
    }
    console.log(`  ${name.padEnd(34)} ${percentiles(times)}`);
  }
}

/** Memory in use after a garbage collection. */
async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  // Twice with a pause, because buffers are released after the collection that finds them.
  for (let i = 0; i < 2; i++) {
    collectGarbage();
    await setTimeout(50);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The corpus's titles, or the bundled ones, extended by titles joined from the beginning and end of two others. */
function readTitles(): { titles: PaperTitle[]; from: string } {
  const hasCorpus = existsSync(CORPUS);
  const lines = (hasCorpus ? gunzipSync(readFileSync(CORPUS)) : readFileSync(BUNDLED))
    .toString()
    .trim()
    .split('\n');
  const real = lines.map((line): PaperTitle => {
    const { id, title } = JSON.parse(line) as { id: string; title: string };
    return { paperId: id, title };
  });
  const titles = [...real];
  const halves = real.map(({ title }) => title.split(' '));
  for (let i = 0; titles.length < TITLES; i++) {
    const beginning = halves[i % halves.length] ?? [];
    const end = halves[(i * 7919 + Math.floor(i / halves.length) + 1) % halves.length] ?? [];
    const title = [...beginning.slice(0, beginning.length / 2), ...end.slice(end.length / 2)].join(' ');
    titles.push({ paperId: `local:made-${i}`, title });
  }
  const made = `${TITLES - real.length} made of their halves`;
  return {
    titles,
    from: `(${real.length} ${hasCorpus ? 'of the corpus' : 'bundled; no corpus here'}, ${made})`,
  };
}

function typedTexts(titles: readonly PaperTitle[]): Record<string, string[]> {
  const long = titles.reduce((a, b) => (b.title.length > a.title.length ? b : a)).title;
  const pasted = titles[500]?.title ?? '';
  return {
    'a title, letter by letter': Array.from({ length: 40 }, (_, i) =>
      'attention is all you need for vision tra'.slice(0, i + 1),
    ),
    'one letter': [...'aestl'],
    'common words': [
      'of the',
      'for a',
      'in of for on a the to and with',
      'learning with large language models for',
    ],
    typos: ['transfomer', 'difusion modles', 'large langauge modle', 'atention is al you ned'],
    'a long title, pasted': [long, pasted, `${pasted.replace('i', '')} and something else`],
    nonsense: ['qwertyuiop zxcv', 'xqz', '🙂🙂', '大模型', '" OR 1=1; --'],
    '2,000 characters': [
      'x'.repeat(2_000),
      'a '.repeat(1_000),
      titles
        .slice(0, 40)
        .map(({ title }) => title)
        .join(' ')
        .slice(0, 2_000),
    ],
    'the beginning of an id': ['2509', '2509.20', 'arXiv:2509.2'],
  };
}
