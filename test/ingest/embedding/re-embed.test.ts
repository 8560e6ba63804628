import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ModelChoice } from '../../../src/embedding/load.ts';
import { backfillEmbeddings } from '../../../src/ingest/embedding/backfill.ts';
import { startEmbedding } from '../../../src/ingest/embedding/background.ts';
import {
  dropOthers,
  findFallbackModel,
  loadAndRecordModel,
  moveTo,
} from '../../../src/ingest/embedding/re-embed.ts';
import { createLog } from '../../../src/lib/log.ts';
import { createSearchEngine } from '../../../src/retrieval/open-search-engine.ts';
import { parseQuery } from '../../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../../src/retrieval/search.ts';
import type { SearchEngine } from '../../../src/retrieval/search-engine.ts';
import type { Stores } from '../../../src/store/stores.ts';
import { writeTinyModel } from '../../embedding/tiny-model.ts';
import { compile } from '../../helpers/compile.ts';
import { openTestStores, paper, temporaryFolder } from '../../store/helpers.ts';

const WORDS = ['paper', 'number', ...Array.from({ length: 10 }, (_, i) => `${i}`)];
const PAPERS = 300;
const PAGE = { from: 0, count: 3 };

/** A folder with two models of different widths, and a store whose papers the first has embedded. */
async function setUp() {
  const folder = temporaryFolder();
  const choose = (name: string, dims: number): ModelChoice => {
    writeTinyModel(join(folder, name), WORDS, { dims, seed: dims });
    return { kind: 'folder', path: join(folder, name) };
  };
  const [before, after] = [choose('before', 8), choose('after', 12)];
  const database = join(folder, 'paperboy.db');
  const stores = openTestStores(database);
  await stores.papers.add(
    Array.from({ length: PAPERS }, (_, i) =>
      paper(`2601.${10_000 + i}`, `Paper number ${i}`, { abstract: `It is ${[...`${i}`].join(' ')}.` }),
    ),
  );
  const old = await loadAndRecordModel(stores, before, () => {});
  await backfillEmbeddings(stores, old);
  const engine = createSearchEngine(stores, old);
  await engine.refresh();
  return { folder, database, stores, before, after, old, engine };
}

const load = (stores: Stores, choice: ModelChoice) => loadAndRecordModel(stores, choice, () => {});
const idsOf = async (stores: Stores) => (await stores.vectors.countByModel()).map(({ modelId }) => modelId);
const ask = async (engine: SearchEngine) =>
  (await searchPapers(engine, parseQuery('paper number 7'), PAGE)).matches.length;

describe('Re-embedding with another model', () => {
  test('answers queries throughout, by the old model until the last paper has a new vector', async () => {
    const { stores, old, engine, after } = await setUp();
    const next = await load(stores, after);
    const seen: [string, number][] = [];
    const slow = {
      ...next,
      async embed(...given: Parameters<typeof next.embed>) {
        // Once the new model answers, a query from here would recurse for ever.
        if (engine.embedder !== old) return next.embed(...given);
        expect(await ask(engine)).toBe(3);
        seen.push([engine.embedder.modelId, engine.vectors.size]);
        return next.embed(...given);
      },
    };
    expect(await moveTo(engine, slow)).toBe(true);
    expect(new Set(seen.map(String))).toEqual(new Set([`${old.modelId},${PAPERS}`]));
    expect([engine.embedder.modelId, engine.vectors.size]).toEqual([next.modelId, PAPERS]);
    expect(await ask(engine)).toBe(3);
  });

  test('finishes a query with the model that started it', async () => {
    const { stores, old, engine, after } = await setUp();
    const next = await load(stores, after);
    await backfillEmbeddings(stores, next);
    let isAsked = (): void => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const waiting = {
      ...old,
      async embed(...given: Parameters<typeof old.embed>) {
        isAsked();
        await engine.switchTo(next);
        return old.embed(...given);
      },
    };
    await engine.switchTo(waiting);
    const answer = ask(engine);
    await asked;
    expect(await answer).toBe(3);
    expect(engine.embedder.modelId).toBe(next.modelId);
  });

  test('lets the new model find later imports, and deletes the old vectors', async () => {
    const { stores, engine, after } = await setUp();
    const next = await load(stores, after);
    await moveTo(engine, next);
    await dropOthers(stores, next.modelId);
    expect(await idsOf(stores)).toEqual([next.modelId]);
    await stores.papers.add([paper('2602.10000', 'Paper number 1 2 3 4 5')]);
    await backfillEmbeddings(stores, next);
    await engine.refresh();
    expect(engine.vectors.size).toBe(PAPERS + 1);
  });

  test.each(['embedding', 'switching'])('killed in the midst of %s, it resumes', async (stopAt) => {
    const { folder, database, stores, before, after, old } = await setUp();
    await stores.close();
    const script = fileURLToPath(await compile('test/ingest/embedding/model-child.ts'));
    const path = join(folder, 'after');
    const child = spawn(process.execPath, [script, database, path, stopAt], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    await once(createInterface({ input: child.stdout }), 'line');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const again = openTestStores(database);
    const next = await load(again, after);
    const done = await again.vectors.count(next.modelId);
    const fallbackModel = await findFallbackModel(again, after);
    if (stopAt === 'embedding') {
      expect(done).toBeGreaterThan(0);
      expect(done).toBeLessThan(PAPERS);
      expect(fallbackModel?.modelId).toBe(old.modelId);
    } else {
      expect(done).toBe(PAPERS);
      expect(fallbackModel).toBeUndefined();
    }
    const engine = createSearchEngine(again, fallbackModel ?? next);
    expect(await ask(engine)).toBe(3);
    const told: number[] = [];
    await moveTo(engine, next, (count) => told.push(count));
    expect(told.at(-1) ?? 0).toBe(PAPERS - done);
    await dropOthers(again, next.modelId);
    expect(await again.vectors.countByModel()).toEqual([{ modelId: next.modelId, vectors: PAPERS }]);
    expect(await ask(engine)).toBe(3);
    await again.checkIntegrity();
    expect(await findFallbackModel(again, before)).toMatchObject({ modelId: next.modelId });
  });
});

describe('The fallback model', () => {
  test('is not needed if the configured model has the most vectors, or there are none yet', async () => {
    const { stores, before, after } = await setUp();
    expect(await findFallbackModel(stores, before)).toBeUndefined();
    expect(await findFallbackModel(openTestStores(), after)).toBeUndefined();
  });

  test('is not used if its files are gone or have changed: words and new vectors answer then', async () => {
    const { stores, folder, after, engine } = await setUp();
    writeTinyModel(join(folder, 'before'), WORDS, { dims: 8, seed: 99 });
    expect(await findFallbackModel(stores, after)).toBeUndefined();
    rmSync(join(folder, 'before'), { recursive: true });
    expect(await findFallbackModel(stores, after)).toBeUndefined();
    await engine.switchTo(await load(stores, after));
    expect(engine.vectors.size).toBe(0);
    expect(await ask(engine)).toBe(3);
  });
});

describe('In the background of the bot', () => {
  function createTestLog() {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => lines.push(JSON.parse(line));
    return { lines, log: createLog({ level: 'info', destination: { write } }) };
  }

  test('re-embedding reports and logs its progress, and deletes the old vectors in the end', async () => {
    const { stores, engine, old, after } = await setUp();
    const { lines, log } = createTestLog();
    const next = await load(stores, after);
    const work = startEmbedding(
      engine,
      async () => next,
      backfillEmbeddings,
      log,
      new AbortController().signal,
    );
    expect(await work.countMissing()).toBe(PAPERS);
    expect(work.isFallbackModel()).toBe(true);
    await work.finished;
    expect(await work.countMissing()).toBe(0);
    expect(work.isFallbackModel()).toBe(false);
    expect(await idsOf(stores)).toEqual([next.modelId]);
    expect(lines).toMatchObject([
      { level: 'info', model: next.modelId, answering: old.modelId, missing: PAPERS },
      { level: 'info', model: next.modelId, done: PAPERS, msg: 'all papers are embedded' },
    ]);
  });

  test('an unavailable model is logged with advice, and the old one continues with new papers too', async () => {
    const { stores, folder, engine, old } = await setUp();
    const { lines, log } = createTestLog();
    await stores.papers.add([paper('2602.10000', 'Paper number 1 2 3 4 5')]);
    const nowhere: ModelChoice = { kind: 'folder', path: join(folder, 'nowhere') };
    const work = startEmbedding(
      engine,
      () => load(stores, nowhere),
      backfillEmbeddings,
      log,
      new AbortController().signal,
    );
    await work.finished;
    expect(work.isFallbackModel()).toBe(true);
    expect(await stores.vectors.countByModel()).toEqual([{ modelId: old.modelId, vectors: PAPERS + 1 }]);
    expect(lines).toMatchObject([
      {
        level: 'error',
        answering: old.modelId,
        problem: expect.stringMatching(/^There is no model folder .*nowhere\. Check/),
      },
    ]);
    expect(await ask(engine)).toBe(3);
  });

  test('an abort stops it, and nothing is deleted', async () => {
    const { stores, engine, old, after } = await setUp();
    const stopping = new AbortController();
    const { lines, log } = createTestLog();
    const next = await load(stores, after);
    const loadConfigured = async () => {
      stopping.abort();
      return next;
    };
    await startEmbedding(engine, loadConfigured, backfillEmbeddings, log, stopping.signal).finished;
    expect(engine.embedder).toBe(old);
    expect(await stores.vectors.count(old.modelId)).toBe(PAPERS);
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});
