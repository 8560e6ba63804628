/** The hourly ingest, with a fake clock and scripted sources. */
import { expect, onTestFinished, test } from 'vitest';
import { SourceError } from '../../src/domain/errors.ts';
import { startIngest } from '../../src/ingest/schedule.ts';
import type { Batch, PaperSource } from '../../src/ingest/sources/source.ts';
import { createLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { makePaper } from '../helpers/papers.ts';
import { openTestStores } from '../store/helpers.ts';

const HOUR_MS = 3_600_000;
const EMPTY: Batch = { papers: [], skipped: [] };

async function start(read: PaperSource['read'], options: { afterRun?: () => Promise<void> } = {}) {
  const stores = await openTestStores();
  const clock = createFakeClock();
  const stopping = new AbortController();
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => lines.push(JSON.parse(line)) } });
  let runs = 0;
  const ingesting = startIngest({
    stores,
    sources: [{ name: 'hugging-face', parts: [''], read }],
    clock,
    log,
    signal: stopping.signal,
    async afterRun() {
      runs += 1;
      await options.afterRun?.();
    },
  });
  onTestFinished(async () => {
    stopping.abort();
    await ingesting.idle();
  });
  return {
    stores,
    lines,
    stopping,
    ingesting,
    runs: () => runs,
    clock,
    /** Advances time and waits for the work that it starts. */
    async pass(ms: number) {
      clock.advance(ms);
      await ingesting.idle();
    },
  };
}

test('the first run starts soon after the start, then one each hour, each followed by its later work', async () => {
  const asked: string[] = [];
  const paper = makePaper({ id: '2506.00001' });
  const { stores, runs, pass } = await start(async (_part, day) => {
    asked.push(day);
    return day === '2025-06-02' ? { papers: [paper], skipped: [] } : EMPTY;
  });
  expect(asked).toEqual([]);
  await pass(5_000);
  expect(asked[0]).toBe('2025-06-02');
  expect(asked).toHaveLength(8);
  expect(runs()).toBe(1);
  expect(await stores.papers.count()).toBe(1);
  await pass(HOUR_MS - 1);
  expect(runs()).toBe(1);
  await pass(1);
  expect(runs()).toBe(2);
  expect(asked).toHaveLength(16);
});

test('runs never overlap: one that takes longer than an hour delays the next', async () => {
  let release = () => {};
  let under = 0;
  let most = 0;
  const { clock, ingesting, runs, pass } = await start(async () => {
    under += 1;
    most = Math.max(most, under);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    under -= 1;
    return EMPTY;
  });
  clock.advance(5_000);
  await expect.poll(() => under).toBe(1);
  clock.advance(3 * HOUR_MS);
  expect(runs()).toBe(0);
  let isOver = false;
  const over = ingesting.idle().then(() => {
    isOver = true;
  });
  while (!isOver) {
    release();
    await new Promise(setImmediate);
  }
  await over;
  expect({ most, runs: runs() }).toEqual({ most: 1, runs: 1 });
  await pass(0);
  expect({ most, runs: runs() }).toEqual({ most: 1, runs: 2 });
});

test('a problem is logged once in plain words, again when it changes, and once when it is over', async () => {
  let fails: string | undefined = 'it answered with status 500';
  const { lines, pass } = await start(async (_part, day) => {
    if (fails === undefined) return EMPTY;
    throw new SourceError(`Hugging Face could not be read (GET /daily_papers?date=${day}): ${fails}.`, {
      isRetryable: true,
    });
  });
  await pass(5_000);
  // Past midnight, so that another day is requested.
  for (let hour = 0; hour < 20; hour++) await pass(HOUR_MS);
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'warn',
      what: 'hugging-face',
      problem:
        'Hugging Face could not be read (GET /daily_papers?date=2025-06-02): it answered with status 500.',
    }),
  ]);
  expect(JSON.stringify(lines)).not.toContain('stack');
  fails = 'it answered with status 403';
  await pass(HOUR_MS);
  await pass(HOUR_MS);
  expect(lines).toHaveLength(2);
  fails = undefined;
  await pass(HOUR_MS);
  await pass(HOUR_MS);
  expect(lines.slice(2)).toEqual([expect.objectContaining({ what: 'hugging-face', msg: 'works again' })]);
});

test('later work may fail: it is logged once, and the next run still starts', async () => {
  const { lines, runs, pass } = await start(async () => EMPTY, {
    afterRun: () => Promise.reject(new Error('The channel is gone')),
  });
  await pass(5_000);
  await pass(HOUR_MS);
  expect(runs()).toBe(2);
  expect(lines).toEqual([expect.objectContaining({ level: 'warn', problem: 'The channel is gone' })]);
});

test('an abort ends the current run, logs no failure, and starts no other', async () => {
  let isAsked = false;
  const { clock, stopping, ingesting, lines, runs, pass } = await start((_part, _day, signal) => {
    isAsked = true;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  clock.advance(5_000);
  await expect.poll(() => isAsked).toBe(true);
  stopping.abort();
  await ingesting.idle();
  isAsked = false;
  await pass(2 * HOUR_MS);
  expect({ isAsked, lines, runs: runs() }).toEqual({ isAsked: false, lines: [], runs: 0 });
});

test('without sources nothing happens at all', async () => {
  const stores = await openTestStores();
  const clock = createFakeClock();
  const ingesting = startIngest({
    stores,
    sources: [],
    clock,
    log: createLog({ level: 'silent' }),
    signal: new AbortController().signal,
    afterRun: () => expect.unreachable(),
  });
  clock.advance(3 * HOUR_MS);
  await ingesting.idle();
});
