import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Keyv from 'keyv';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ModelChoice } from '../../../src/embedding/load.ts';
import { embedMissing } from '../../../src/ingest/embedding/backfill.ts';
import { startEmbedding } from '../../../src/ingest/embedding/background.ts';
import { dropOthers, findStandIn, loadNoted, moveTo } from '../../../src/ingest/embedding/re-embed.ts';
import { createLog } from '../../../src/lib/log.ts';
import { createLibrary } from '../../../src/retrieval/open-search-engine.ts';
import { searchPapers } from '../../../src/retrieval/search.ts';
import type { Library } from '../../../src/retrieval/search-engine.ts';
import type { Catalog } from '../../../src/store/catalog.ts';
import { writeTinyModel } from '../../embedding/tiny-model.ts';
import { compile } from '../../helpers/compile.ts';
import { openCatalog, paper, temporaryFolder } from '../../store/helpers.ts';

const WORDS = ['paper', 'number', ...Array.from({ length: 10 }, (_, i) => `${i}`)];
const PAPERS = 300;
const PAGE = { from: 0, count: 3 };

/** A folder with two models, of different widths, and a catalog whose papers the first has embedded. */
async function setUp() {
  const folder = temporaryFolder();
  const choose = (name: string, dims: number): ModelChoice => {
    writeTinyModel(join(folder, name), WORDS, { dims, seed: dims });
    return { kind: 'folder', path: join(folder, name) };
  };
  const [before, after] = [choose('before', 8), choose('after', 12)];
  const database = join(folder, 'paperboy.db');
  const catalog = openCatalog(database);
  await catalog.addPapers(
    Array.from({ length: PAPERS }, (_, i) =>
      paper(`2601.${10_000 + i}`, `Paper number ${i}`, { abstract: `It is ${[...`${i}`].join(' ')}.` }),
    ),
  );
  const old = await loadNoted(catalog, before, () => {});
  await embedMissing(catalog, old);
  const library = createLibrary(catalog, old, new Keyv<string>());
  await library.refresh();
  return { folder, database, catalog, before, after, old, library };
}

const load = (catalog: Catalog, choice: ModelChoice) => loadNoted(catalog, choice, () => {});
const idsOf = async (catalog: Catalog) => (await catalog.countVectorsByModel()).map(({ modelId }) => modelId);
const ask = async (library: Library) => (await searchPapers(library, 'paper number 7', PAGE)).matches.length;

describe('Going over to another model', () => {
  test('questions are answered all the while, by the old model until the last paper has a new vector', async () => {
    const { catalog, old, library, after } = await setUp();
    const next = await load(catalog, after);
    const seen: [string, number][] = [];
    const slow = {
      ...next,
      async embed(...given: Parameters<typeof next.embed>) {
        // Once it answers itself, asking from here would go round for ever.
        if (library.embedder !== old) return next.embed(...given);
        expect(await ask(library)).toBe(3);
        seen.push([library.embedder.modelId, library.vectors.size]);
        return next.embed(...given);
      },
    };
    expect(await moveTo(library, slow)).toBe(true);
    expect(new Set(seen.map(String))).toEqual(new Set([`${old.modelId},${PAPERS}`]));
    expect([library.embedder.modelId, library.vectors.size]).toEqual([next.modelId, PAPERS]);
    expect(await ask(library)).toBe(3);
  });

  test('a question that began before is answered by the old model to its end', async () => {
    const { catalog, old, library, after } = await setUp();
    const next = await load(catalog, after);
    await embedMissing(catalog, next);
    let isAsked = (): void => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const waiting = {
      ...old,
      async embed(...given: Parameters<typeof old.embed>) {
        isAsked();
        await library.switchTo(next);
        return old.embed(...given);
      },
    };
    await library.switchTo(waiting);
    const answer = ask(library);
    await asked;
    expect(await answer).toBe(3);
    expect(library.embedder.modelId).toBe(next.modelId);
  });

  test('what is imported after it is found by the new model, and the old vectors are gone', async () => {
    const { catalog, library, after } = await setUp();
    const next = await load(catalog, after);
    await moveTo(library, next);
    await dropOthers(catalog, next.modelId);
    expect(await idsOf(catalog)).toEqual([next.modelId]);
    await catalog.addPapers([paper('2602.10000', 'Paper number 1 2 3 4 5')]);
    await embedMissing(catalog, next);
    await library.refresh();
    expect(library.vectors.size).toBe(PAPERS + 1);
  });

  test.each(['embedding', 'switching'])(
    'killed in the midst of %s, it goes on where it was',
    async (stopAt) => {
      const { folder, database, catalog, before, after, old } = await setUp();
      await catalog.close();
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

      const again = openCatalog(database);
      const next = await load(again, after);
      const done = await again.countVectors(next.modelId);
      const standIn = await findStandIn(again, after);
      if (stopAt === 'embedding') {
        expect(done).toBeGreaterThan(0);
        expect(done).toBeLessThan(PAPERS);
        expect(standIn?.modelId).toBe(old.modelId);
      } else {
        expect(done).toBe(PAPERS);
        expect(standIn).toBeUndefined();
      }
      const library = createLibrary(again, standIn ?? next, new Keyv<string>());
      expect(await ask(library)).toBe(3);
      const told: number[] = [];
      await moveTo(library, next, (count) => told.push(count));
      expect(told.at(-1) ?? 0).toBe(PAPERS - done);
      await dropOthers(again, next.modelId);
      expect(await again.countVectorsByModel()).toEqual([{ modelId: next.modelId, vectors: PAPERS }]);
      expect(await ask(library)).toBe(3);
      await again.checkIntegrity();
      expect(await findStandIn(again, before)).toMatchObject({ modelId: next.modelId });
    },
  );
});

describe('The model that answers meanwhile', () => {
  test('is none where the model of the settings has the most vectors, or there are none yet', async () => {
    const { catalog, before, after } = await setUp();
    expect(await findStandIn(catalog, before)).toBeUndefined();
    expect(await findStandIn(openCatalog(), after)).toBeUndefined();
  });

  test('is none where its files are gone or have changed: words, and what is new, answer then', async () => {
    const { catalog, folder, after, library } = await setUp();
    writeTinyModel(join(folder, 'before'), WORDS, { dims: 8, seed: 99 });
    expect(await findStandIn(catalog, after)).toBeUndefined();
    rmSync(join(folder, 'before'), { recursive: true });
    expect(await findStandIn(catalog, after)).toBeUndefined();
    await library.switchTo(await load(catalog, after));
    expect(library.vectors.size).toBe(0);
    expect(await ask(library)).toBe(3);
  });
});

describe('In the background of the bot', () => {
  function createTestLog() {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => lines.push(JSON.parse(line));
    return { lines, log: createLog({ level: 'info', destination: { write } }) };
  }

  test('how far it is can be asked and is logged, and the old vectors go in the end', async () => {
    const { catalog, library, old, after } = await setUp();
    const { lines, log } = createTestLog();
    const next = await load(catalog, after);
    const work = startEmbedding(library, async () => next, embedMissing, log, new AbortController().signal);
    expect(await work.countMissing()).toBe(PAPERS);
    expect(work.isStandIn()).toBe(true);
    await work.finished;
    expect(await work.countMissing()).toBe(0);
    expect(work.isStandIn()).toBe(false);
    expect(await idsOf(catalog)).toEqual([next.modelId]);
    expect(lines).toMatchObject([
      { level: 'info', model: next.modelId, answering: old.modelId, missing: PAPERS },
      { level: 'info', model: next.modelId, done: PAPERS, msg: 'all papers are embedded' },
    ]);
  });

  test('a model that can’t be had is logged with what to do, and the old one goes on with new papers too', async () => {
    const { catalog, folder, library, old } = await setUp();
    const { lines, log } = createTestLog();
    await catalog.addPapers([paper('2602.10000', 'Paper number 1 2 3 4 5')]);
    const nowhere: ModelChoice = { kind: 'folder', path: join(folder, 'nowhere') };
    const work = startEmbedding(
      library,
      () => load(catalog, nowhere),
      embedMissing,
      log,
      new AbortController().signal,
    );
    await work.finished;
    expect(work.isStandIn()).toBe(true);
    expect(await catalog.countVectorsByModel()).toEqual([{ modelId: old.modelId, vectors: PAPERS + 1 }]);
    expect(lines).toMatchObject([
      {
        level: 'error',
        answering: old.modelId,
        problem: expect.stringMatching(/^There is no model folder .*nowhere\. Check/),
      },
    ]);
    expect(await ask(library)).toBe(3);
  });

  test('told to stop, it stops, and nothing is dropped', async () => {
    const { catalog, library, old, after } = await setUp();
    const stopping = new AbortController();
    const { lines, log } = createTestLog();
    const next = await load(catalog, after);
    const loadWanted = async () => {
      stopping.abort();
      return next;
    };
    await startEmbedding(library, loadWanted, embedMissing, log, stopping.signal).finished;
    expect(library.embedder).toBe(old);
    expect(await catalog.countVectors(old.modelId)).toBe(PAPERS);
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});
