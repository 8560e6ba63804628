/**
 * One day from the sources, through everything that follows: 100 papers of a list and 1,000 of arXiv, read from servers on
 * loopback in a process of their own. First without the polite waiting between requests, for the time that it takes; then
 * by the bot itself, as people start it, for its memory and for how long the thread that answers people is busy at a time.
 * Then 2,000 papers embedded in that thread, and in one of their own.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Keyv from 'keyv';
import type { Paper } from '../src/domain/paper.ts';
import { createRandom } from '../src/eval/random.ts';
import { backfillEmbeddings } from '../src/ingest/embedding/backfill.ts';
import { createWorkerBackfill } from '../src/ingest/embedding/embed-in-worker.ts';
import { loadAndRecordModel } from '../src/ingest/embedding/re-embed.ts';
import { dueSteps, ingest } from '../src/ingest/ingest.ts';
import { seed } from '../src/ingest/seed.ts';
import type { SourceSettings } from '../src/ingest/sources/create-sources.ts';
import { openLines, readPapers } from '../src/ingest/sources/file.ts';
import { addDays, utcDay } from '../src/lib/days.ts';
import { projectPath } from '../src/lib/package-root.ts';
import { createSearchEngine } from '../src/retrieval/open-search-engine.ts';
import { openSqliteStores } from '../src/store/sqlite/open.ts';
import type { Stores } from '../src/store/stores.ts';
import { splitSentences } from '../src/text/sentences.ts';
import { compile } from '../test/helpers/compile.ts';
import { openSources, startSourceServer } from '../test/helpers/source-server.ts';
import { createWaitlessClock } from '../test/helpers/waitless-clock.ts';

const DAY = '2025-06-04';
// The morning after: of a day that is over, arXiv's API is asked.
const NOW_MS = Date.parse(`${DAY}T09:00:00Z`) + 86_400_000;
// Over in New York, too.
const BOT_DAY = addDays(utcDay(Date.now()), -2);
const CATEGORIES = ['cs.CL', 'cs.LG', 'cs.CV', 'cs.AI', 'stat.ML'];
const LISTED = 100;
const SUBMITTED = 1_000;
const TO_EMBED = 2_000;
const RUNS = 3;
const never = new AbortController().signal;

export async function run(): Promise<void> {
  // Each in a process of its own, so that none uses memory that another has left.
  for (let i = 0; i < RUNS; i++) await once(startSelf('as-day', 'inherit'), 'exit');
  for (let i = 0; i < RUNS; i++) await ingestByBot();
  await embedMany('in the thread that answers', async () => backfillEmbeddings);
  await embedMany('in a thread of their own', async () =>
    createWorkerBackfill(await compile('src/embedding/worker.ts')),
  );
}

/** Starts the bot as people do, on a day that no earlier run has read. Linux only: it reads /proc. */
async function ingestByBot(): Promise<void> {
  const server = startSelf('as-sources', 'pipe');
  if (!server.stdout) throw new Error('it has no output');
  const { value } = await createInterface(server.stdout)[Symbol.asyncIterator]().next();
  const settings: SourceSettings = JSON.parse(value);
  const { stores, path, close } = await openEngine();
  try {
    await noteOtherDays(stores);
    const before = await stores.papers.count();
    await stores.close();
    const bot = fork(projectPath('bin/paperboy.js'), ['start'], {
      execArgv: ['--import', new URL('loop-probe.js', import.meta.url).href],
      env: {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', LOG_LEVEL: 'warn' },
        DATABASE_URL: `file:${path}`,
        SOURCES: 'hugging-face,arxiv',
        ARXIV_CATEGORIES: CATEGORIES.join(','),
        HF_API_URL: settings.huggingFaceUrl,
        ARXIV_API_URL: settings.arxivApiUrl,
        ARXIV_RSS_URL: settings.arxivRssUrl,
      },
      silent: true,
    });
    bot.stderr?.pipe(process.stderr);
    const url = await new Promise<string>((resolve, reject) => {
      bot.stdout?.on('data', (text) => {
        const [found] = /http:\/\/[\w.:]+/.exec(String(text)) ?? [];
        if (found) resolve(found);
      });
      bot.once('exit', () => reject(new Error('the bot ended')));
    });
    const ask = async () => {
      bot.send('longest');
      const [longest] = await once(bot, 'message');
      return longest as { wallMs: number; cpuMs: number };
    };
    // Excludes the start itself.
    await setTimeout(4_000);
    await ask();
    const atStart = await memoryOf(bot.pid);
    const startedMs = performance.now();
    let done = { papers: 0, vectors: 0 };
    while (done.papers < before + LISTED + SUBMITTED || done.vectors < done.papers) {
      await setTimeout(1_000);
      done = await countsOf(url);
    }
    // The words are learned then.
    await setTimeout(2_000);
    const seconds = (performance.now() - startedMs) / 1_000;
    const longest = await ask();
    const peak = await memoryOf(bot.pid);
    console.log(
      `one day by the bot, ${done.papers} papers then: ${seconds.toFixed(0)} s with the polite waiting, busy at most ${longest.cpuMs.toFixed(0)} ms at a time (held up ${longest.wallMs.toFixed(0)} ms by the clock), at most ${peak} MiB (${atStart} before)`,
    );
    const exit = once(bot, 'exit');
    bot.kill();
    bot.disconnect();
    await exit;
  } finally {
    await close();
    server.kill();
  }
}

/** Leaves only one day due. */
async function noteOtherDays(stores: Stores): Promise<void> {
  const parts = [{ source: 'hugging-face', part: '' } as const].concat(
    CATEGORIES.map((part) => ({ source: 'arxiv', part }) as never),
  );
  for (let back = 0; back <= 8; back++) {
    const day = addDays(utcDay(Date.now()), -back);
    if (day === BOT_DAY) continue;
    for (const part of parts)
      await stores.ingestRuns.save({
        ...part,
        day,
        readAt: new Date(),
        items: 0,
        skipped: 0,
        fingerprint: '',
      });
  }
}

async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_024);
}

async function countsOf(url: string): Promise<{ papers: number; vectors: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const numberIn = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  return { papers: numberIn('paperboy_catalog_papers'), vectors: numberIn('paperboy_catalog_vectors') };
}

const startSelf = (as: string, stdout: 'inherit' | 'pipe') =>
  spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), as], {
    stdio: ['ignore', stdout, 'inherit'],
  });

async function ingestDay(): Promise<void> {
  const server = startSelf('as-sources', 'pipe');
  if (!server.stdout) throw new Error('it has no output');
  const { value } = await createInterface(server.stdout)[Symbol.asyncIterator]().next();
  const settings: SourceSettings = JSON.parse(value);
  const { engine, stores, close } = await openEngine();
  const entry = await compile('src/embedding/worker.ts');
  try {
    const before = Math.round(process.memoryUsage.rss() / 2 ** 20);
    const startedMs = performance.now();
    const clock = createWaitlessClock(() => NOW_MS + performance.now() - startedMs);
    const daily = openSources(settings, { fetch: clock.fetch, clock, cache: new Keyv() }, async () => []);
    const parts: string[] = [];
    const step = async (name: string, work: () => Promise<unknown>): Promise<number> => {
      const { ms, longestMs } = await measure(work);
      parts.push(`${name} ${(ms / 1_000).toFixed(1)} s (${longestMs.toFixed(0)} ms)`);
      return longestMs;
    };
    const longest = [
      await step('reading and storing', async () => {
        const steps = await dueSteps(stores, daily, NOW_MS, DAY);
        const results = await ingest(stores, steps, { now: clock.now, signal: never });
        const problem = results.find((result) => result.problem !== undefined)?.problem;
        if (problem) throw new Error(problem);
      }),
      await step('embedding', () => createWorkerBackfill(entry)(stores, engine.embedder, () => {}, never)),
      await step('taking in', () => engine.refreshAll()),
    ];
    const seconds = (performance.now() - startedMs) / 1_000;
    const papers = await stores.papers.count();
    const peak = Math.round(process.resourceUsage().maxRSS / 1_024);
    console.log(
      `one day, ${papers} papers then: ${seconds.toFixed(1)} s, longest delay ${Math.max(...longest).toFixed(0)} ms, at most ${peak} MiB (${before} before); ${parts.join(', ')}`,
    );
  } finally {
    await close();
    server.kill();
  }
}

async function embedMany(where: string, choose: () => Promise<typeof backfillEmbeddings>): Promise<void> {
  const { engine, stores, close } = await openEngine();
  try {
    const papers = makePapers(TO_EMBED, 7);
    for (let start = 0; start < papers.length; start += 25)
      await stores.papers.add(papers.slice(start, start + 25));
    const embed = await choose();
    const delays: number[] = [];
    let isDone = false;
    const asking = (async () => {
      // A question's own part of the work, every 20 ms.
      while (!isDone) {
        const askedMs = performance.now();
        await setTimeout(20);
        delays.push(performance.now() - askedMs - 20);
        await engine.embedder.embed(['how can a prompt be made shorter?'], 'query');
      }
    })();
    const { ms, longestMs } = await measure(() => embed(stores, engine.embedder, () => {}, never));
    isDone = true;
    await asking;
    console.log(
      `${TO_EMBED} papers embedded ${where}: ${(ms / 1_000).toFixed(1)} s, longest delay ${longestMs.toFixed(0)} ms, of a question that comes in meanwhile ${Math.max(...delays).toFixed(0)} ms`,
    );
  } finally {
    await close();
  }
}

/** Measures how long the work took, and the longest delay of the event loop meanwhile. */
async function measure(work: () => Promise<unknown>): Promise<{ ms: number; longestMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const startedMs = performance.now();
  delay.enable();
  await work();
  const ms = performance.now() - startedMs;
  // A delay that has just ended is counted in the next turn.
  await setTimeout(5);
  delay.disable();
  return { ms, longestMs: delay.max / 1e6 };
}

/** Opens a new file like the bot's, with the bundled papers embedded. */
async function openEngine() {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  const path = join(folder, 'paperboy.db');
  const stores = openSqliteStores(path);
  await seed(stores);
  const embedder = await loadAndRecordModel(stores, { kind: 'bundled' }, () => {});
  await backfillEmbeddings(stores, embedder);
  const engine = createSearchEngine(stores, embedder);
  await engine.refreshAll();
  engine.titles.find('a', 1);
  const close = async (): Promise<void> => {
    await stores.close();
    await rm(folder, { recursive: true });
  };
  return { engine, stores, path, close };
}

/** Papers made of the sentences and words of the bundled ones, each unlike the others. */
const bundled: Paper[] = [];
for await (const read of readPapers(openLines(projectPath('data/papers.jsonl')))) {
  if ('paper' in read) bundled.push(read.paper);
}
function makePapers(count: number, seedOfAll: number, category = 'cs.CL'): Paper[] {
  const random = createRandom(seedOfAll);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const sentences = bundled.flatMap(({ abstract }) => splitSentences(abstract).map(({ text }) => text));
  const words = bundled.flatMap(({ title }) => title.split(' '));
  return Array.from({ length: count }, (_, i) => ({
    id: `2506.${String(seedOfAll * 10_000 + i)
      .padStart(5, '0')
      .slice(-5)}`,
    title: Array.from({ length: 9 }, () => pick(words)).join(' '),
    abstract: Array.from({ length: 7 }, () => pick(sentences)).join(' '),
    authors: Array.from({ length: 5 }, () => `${pick(words)} ${pick(words)}`),
    categories: [category],
    published: DAY,
  }));
}

async function serve(): Promise<void> {
  const listed = makePapers(LISTED, 1);
  const submitted = new Map(
    CATEGORIES.map((category, i) => [category, makePapers(SUBMITTED / CATEGORIES.length, i + 2, category)]),
  );
  const { settings } = await startSourceServer({
    dailyPapers: (day) =>
      [DAY, BOT_DAY].includes(day)
        ? listed.map((paper, i) => ({ paper, votes: LISTED - i, comments: 2, stars: 100 }))
        : [],
    submissions: (category, day) => ([DAY, BOT_DAY].includes(day) ? (submitted.get(category) ?? []) : []),
  });
  console.log(JSON.stringify({ ...settings, arxivCategories: CATEGORIES }));
}

if (process.argv[2] === 'as-sources') await serve();
if (process.argv[2] === 'as-day') await ingestDay();
if (process.argv[2] === 'as-bot') await ingestByBot();
