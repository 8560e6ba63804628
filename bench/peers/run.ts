/**
 * Compares Paperboy's search with other libraries on the same records and vectors: `npm start`, or `npm start -- 10000`
 * for the smaller set alone. Systems alternate within a round, because machines are noisy.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEmbedder } from '../../src/embedding/load.ts';
import type { Answered, Ingested, Order } from './child.ts';
import { readMeta, readRecords, writeData } from './data.ts';
import { SYSTEM_NAMES, type SystemName } from './systems.ts';
import { formatTable, quantile, type Row } from './table.ts';

const ROUNDS = 3;
const SMALL = 10_000;
/** A system that starts more slowly skips the rounds between the first and the last. */
const SLOW_START_MS = 60_000;

interface Measured {
  readonly ingested: Ingested;
  readonly diskBytes: number;
  readonly rounds: readonly Answered[];
}

const { papers, hasCorpus } = await readRecords();
if (!hasCorpus) {
  console.log('../shared/corpus is not there: 10,000 and 74,728 records skipped, the bundled papers only');
}
const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : hasCorpus ? [SMALL, papers.length] : [papers.length];
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
);

const folder = await mkdtemp(join(tmpdir(), 'paperboy-peers-'));
try {
  for (const size of sizes) await compare(Math.min(size, papers.length), join(folder, String(size)));
} finally {
  await rm(folder, { recursive: true });
}

async function compare(size: number, sizeFolder: string): Promise<void> {
  const dataFolder = join(sizeFolder, 'data');
  // Evenly spaced, so that a smaller set covers the same time span.
  const chosen = Array.from(
    { length: size },
    (_, i) => papers[Math.floor((i * papers.length) / size)],
  ).filter((paper) => paper !== undefined);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  const { embedMs, questionMs } = await writeData(dataFolder, chosen, embedder);
  const { questions, filterDay } = await readMeta(dataFolder);
  console.log(
    `\n${size} records. Embedding them, the same for all: ${(embedMs / 1000).toFixed(1)} s; a question: ${questionMs.toFixed(2)} ms.`,
  );

  const measured = new Map<SystemName, { ingested: Ingested; diskBytes: number; rounds: Answered[] }>();
  for (const system of SYSTEM_NAMES) {
    const storeFolder = join(sizeFolder, system);
    await mkdir(storeFolder);
    const ingested = await inChild<Ingested>({ system, step: 'ingest', dataFolder, storeFolder });
    measured.set(system, { ingested, diskBytes: await folderBytes(storeFolder), rounds: [] });
  }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [system, { rounds }] of measured) {
      const isLast = round === ROUNDS;
      if (!isLast && (rounds[0]?.firstAnswerMs ?? 0) > SLOW_START_MS) continue;
      const step = isLast ? 'askAll' : 'ask';
      rounds.push(
        await inChild<Answered>({ system, step, dataFolder, storeFolder: join(sizeFolder, system) }),
      );
    }
  }
  console.log(formatTable([...measured.keys()], rowsOf([...measured.values()])));
  console.log(
    `(xN): times Paperboy's. Medians of ${ROUNDS} rounds, [min] the lowest. ${questions.length} questions; filter: since ${filterDay}, about a quarter of the records.`,
  );
  for (const [system, { ingested, rounds }] of measured) {
    const short = rounds.at(-1)?.filteredShort ?? 0;
    console.log(`${system}: ${ingested.settings}${short > 0 ? `; ${short} filtered answers under 10` : ''}`);
  }
  await rm(sizeFolder, { recursive: true });
}

function rowsOf(all: readonly Measured[]): Row[] {
  const ofRounds = (pick: (round: Answered) => number | undefined, share: number) =>
    all.map(({ rounds }) =>
      quantile(
        rounds.map(pick).filter((value) => value !== undefined),
        share,
      ),
    );
  const time = (
    label: string,
    digits: number,
    pick: (round: Answered) => number | undefined,
    missing?: string,
  ) => [
    { label, digits, values: ofRounds(pick, 0.5), ...(missing && { missing }) },
    { label: '  [min]', digits, values: ofRounds(pick, 0) },
  ];
  const bytes = (label: string, pick: (system: Measured) => number): Row => ({
    label,
    digits: 0,
    values: all.map((system) => pick(system) / 2 ** 20),
  });
  const recall = (label: string, kind: 'sentence' | 'title' | undefined, within: number): Row => ({
    label,
    digits: 3,
    isShare: true,
    values: all.map(({ rounds }) => {
      const ranks = rounds.at(-1)?.ranks.filter((found) => kind === undefined || found.kind === kind) ?? [];
      return ranks.filter(({ rank }) => rank >= 0 && rank < within).length / ranks.length;
    }),
  });
  const last = (rounds: readonly Answered[]) => rounds.at(-1)?.upsertMs ?? [];
  return [
    { label: 'ingest, s', digits: 1, values: all.map(({ ingested }) => ingested.ingestMs / 1000) },
    ...time('first answer after start, ms', 0, ({ firstAnswerMs }) => firstAnswerMs),
    ...time('question p50, ms', 2, ({ askMs }) => quantile(askMs, 0.5)),
    ...time('question p95, ms', 2, ({ askMs }) => quantile(askMs, 0.95)),
    ...time('processor time a question, ms', 2, ({ cpuMs }) => cpuMs),
    ...time(
      'filtered p50, ms',
      2,
      ({ filteredMs }) => filteredMs && quantile(filteredMs, 0.5),
      'no filter yet',
    ),
    ...time(
      'filtered p95, ms',
      2,
      ({ filteredMs }) => filteredMs && quantile(filteredMs, 0.95),
      'no filter yet',
    ),
    {
      label: 'upsert until found, ms',
      digits: 2,
      values: all.map(({ rounds }) => quantile(last(rounds), 0.5)),
    },
    { label: '  [min]', digits: 2, values: all.map(({ rounds }) => quantile(last(rounds), 0)) },
    bytes('memory after ingest, MiB', ({ ingested }) => ingested.rssBytes),
    bytes('memory at its peak, MiB', ({ ingested }) => ingested.peakBytes),
    bytes(
      'memory when answering, MiB',
      ({ rounds }) =>
        quantile(
          rounds.map((round) => round.rssBytes),
          0.5,
        ) ?? 0,
    ),
    bytes('disk, MiB', ({ diskBytes }) => diskBytes),
    {
      label: 'questions asked for R@k',
      digits: 0,
      isShare: true,
      values: all.map(({ rounds }) => rounds.at(-1)?.ranks.length),
    },
    recall('R@1, all questions', undefined, 1),
    recall('R@10, all questions', undefined, 10),
    recall('R@1, sentences', 'sentence', 1),
    recall('R@10, sentences', 'sentence', 10),
    recall('R@1, titles', 'title', 1),
    recall('R@10, titles', 'title', 10),
  ];
}

/** The step's result; its process has ended by then. */
async function inChild<Result>(order: Order): Promise<Result> {
  // LanceDB warns on each query about renamed options. On two cores it deadlocks while it builds a large full-text
  // index: https://github.com/lancedb/lancedb/issues/3568.
  const env = { ...process.env, LANCEDB_LOG: 'error', RUST_LOG: 'error', LANCE_CPU_THREADS: '4' };
  const child = fork(new URL('child.ts', import.meta.url), { execArgv: ['--import', 'tsx'], env });
  const exited = once(child, 'exit');
  console.error(`${new Date().toISOString()} ${order.system}: ${order.step}`);
  let result: Result | undefined;
  child.once('message', (message: Result) => {
    result = message;
  });
  child.send(order);
  const [code] = await exited;
  if (result === undefined) throw new Error(`${order.system} ended with ${code} during ${order.step}`);
  return result;
}

async function folderBytes(path: string): Promise<number> {
  const names = await readdir(path, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(path, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
