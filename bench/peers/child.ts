/** One step of one system in a separate process, which isolates its start time and memory. */
import type { Paper } from '../../src/domain/paper.ts';
import { type Asked, readBatches, readMeta, readQuestions } from './data.ts';
import type { OpenSystem, System } from './system.ts';
import { RESULTS } from './system.ts';
import { SYSTEMS, type SystemName } from './systems.ts';

/** `ask` times some of the queries; `askAll` asks all for recall, and inserts papers afterwards. */
export type Step = 'ingest' | 'ask' | 'askAll';

export interface Order {
  readonly system: SystemName;
  readonly step: Step;
  readonly dataFolder: string;
  readonly storeFolder: string;
}

export interface Ingested {
  readonly settings: string;
  readonly ingestMs: number;
  readonly rssBytes: number;
  readonly peakBytes: number;
}

export interface Answered {
  /** From before its code is imported to its first answer. */
  readonly firstAnswerMs: number;
  readonly askMs: readonly number[];
  /** Mean CPU time of all threads per query; steadier than wall time on a shared machine. */
  readonly cpuMs: number;
  readonly filteredMs: readonly number[] | undefined;
  /** Filtered answers with fewer than ten papers. */
  readonly filteredShort: number;
  readonly rssBytes: number;
  /** For each query its kind and the rank of its paper, from 0, or -1. */
  readonly ranks: readonly { readonly kind: Asked['kind']; readonly rank: number }[];
  readonly upsertMs: readonly number[];
}

const WARM_UP = 20;
const TIMED = 100;
/** A slower system skips the remaining queries, whose order mixes the kinds. */
const PATIENCE_MS = 120_000;
const SHORT_PATIENCE_MS = 30_000;
const UPSERTS = 20;

process.once('message', async (order: Order) => {
  const meta = await readMeta(order.dataFolder);
  const result = order.step === 'ingest' ? await ingest(order, meta) : await ask(order, meta);
  process.send?.(result, () => process.exit(0));
});

type Meta = Awaited<ReturnType<typeof readMeta>>;

async function ingest({ system: name, dataFolder, storeFolder }: Order, meta: Meta): Promise<Ingested> {
  const system: System = await SYSTEMS[name]();
  const store = await system.open(storeFolder, meta.dims);
  let ingestMs = 0;
  for await (const { papers, vectors } of readBatches(dataFolder, meta)) {
    const started = performance.now();
    await store.add(papers, vectors);
    ingestMs += performance.now() - started;
  }
  const started = performance.now();
  await store.finish();
  ingestMs += performance.now() - started;
  const rssBytes = process.memoryUsage.rss();
  await store.close();
  return {
    settings: system.settings,
    ingestMs,
    rssBytes,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

async function ask({ system: name, step, dataFolder, storeFolder }: Order, meta: Meta): Promise<Answered> {
  const questions = await readQuestions(dataFolder, meta);
  const first = questions.at(-1);
  if (!first) throw new Error('there is no question to ask');
  const began = performance.now();
  const system: System = await SYSTEMS[name]();
  const store = await system.open(storeFolder, meta.dims);
  await store.search(first.text, first.vector);
  const firstAnswerMs = performance.now() - began;

  for (const { text, vector } of patiently(questions.slice(-WARM_UP), SHORT_PATIENCE_MS)) {
    await store.search(text, vector);
  }
  const asked = step === 'askAll' ? questions : questions.slice(0, TIMED);
  const ranks: Answered['ranks'][number][] = [];
  const askMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  for (const { kind, text, vector, paperId } of patiently(
    asked,
    step === 'askAll' ? PATIENCE_MS : SHORT_PATIENCE_MS,
  )) {
    const started = performance.now();
    const found = await store.search(text, vector);
    askMs.push(performance.now() - started);
    ranks.push({ kind, rank: found.indexOf(paperId) });
  }
  const { user, system: kernel } = process.cpuUsage(cpuBefore);
  const { searchSince } = store;
  const filteredMs: number[] = [];
  let filteredShort = 0;
  for (const { text, vector } of patiently(searchSince ? questions.slice(0, TIMED) : [], SHORT_PATIENCE_MS)) {
    const started = performance.now();
    const found = await searchSince?.(text, vector, meta.filterDay);
    filteredMs.push(performance.now() - started);
    if ((found?.length ?? 0) < RESULTS) filteredShort++;
  }
  const rssBytes = process.memoryUsage.rss();
  const upsertMs = step === 'askAll' ? await putIn(store, questions) : [];
  await store.close();
  return {
    firstAnswerMs,
    askMs,
    cpuMs: (user + kernel) / 1000 / askMs.length,
    filteredMs: searchSince && filteredMs,
    filteredShort,
    rssBytes,
    ranks,
    upsertMs,
  };
}

function* patiently(questions: readonly Asked[], timeoutMs: number): Generator<Asked> {
  const started = performance.now();
  for (const question of questions) {
    if (performance.now() - started > timeoutMs) return;
    yield question;
  }
}

/** For each of some new papers, the time from inserting it until its title finds it among the first ten. */
async function putIn(store: OpenSystem, questions: readonly Asked[]): Promise<number[]> {
  const times: number[] = [];
  for (const [i, { text, vector }] of questions.slice(0, UPSERTS).entries()) {
    const paper: Paper = {
      id: `local:put-in-${i}`,
      title: `Newly put in ${text}`,
      abstract: `${text}. ${questions[i + UPSERTS]?.text ?? ''}`,
      authors: [],
      categories: ['cs.CL'],
      published: '2026-07-31',
    };
    const started = performance.now();
    await store.upsert(paper, vector);
    const found = await store.search(paper.title, vector);
    times.push(performance.now() - started);
    if (!found.includes(paper.id)) times[times.length - 1] = Number.POSITIVE_INFINITY;
  }
  return times;
}
