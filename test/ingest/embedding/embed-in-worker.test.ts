/** Embedding in a worker thread: the real thread and model, and threads that fail. */
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ModelError } from '../../../src/domain/errors.ts';
import type { Embedder } from '../../../src/embedding/embedder.ts';
import { loadEmbedder } from '../../../src/embedding/load.ts';
import { backfillEmbeddings } from '../../../src/ingest/embedding/backfill.ts';
import { createWorkerBackfill } from '../../../src/ingest/embedding/embed-in-worker.ts';
import { loadAndRecordModel } from '../../../src/ingest/embedding/re-embed.ts';
import type { Stores } from '../../../src/store/stores.ts';
import { writeTinyModel } from '../../embedding/tiny-model.ts';
import { compile } from '../../helpers/compile.ts';
import { newFolder } from '../../helpers/program.ts';
import { openTestStores, paper } from '../../store/helpers.ts';

let real: URL;
const threads: { readonly worker: Worker; isOver: boolean }[] = [];
const note = (worker: Worker): void => {
  const thread = { worker, isOver: false };
  threads.push(thread);
  worker.once('exit', () => {
    thread.isOver = true;
  });
};

beforeAll(async () => {
  real = await compile('src/embedding/worker.ts');
});

beforeEach(() => {
  process.on('worker', note);
});

afterEach(() => {
  process.off('worker', note);
  expect(threads.splice(0).filter(({ isOver }) => !isOver)).toEqual([]);
});

/** A thread that reports the model `fake` as loaded, then runs this code for each request with its `id` and `texts`. */
function threadThat(onRequest: string, { modelId = 'fake' } = {}): URL {
  const file = join(newFolder(), 'thread.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     const vectors = (texts) => texts.map(() => Float32Array.of(0.6, 0.8));
     let requests = 0;
     parentPort.on('message', ({ id, texts }) => { requests += 1; ${onRequest} });
     parentPort.postMessage({ modelId: '${modelId}', dims: 2 });`,
  );
  return pathToFileURL(file);
}
const ANSWER = 'parentPort.postMessage({ id, vectors: vectors(texts) });';

/** The bot's embedder; it must not be called itself. */
const fake: Embedder = {
  modelId: 'fake',
  dims: 2,
  embed: () => Promise.reject(new Error('asked in the thread that answers people')),
};

async function catalogOf(papers: number): Promise<Stores> {
  const stores = openTestStores();
  await stores.papers.add(
    Array.from({ length: papers }, (_, i) => paper(`2601.${i + 10_000}`, `Attention and retrieval ${i}`)),
  );
  return stores;
}

describe('with the real thread', () => {
  test('the bundled model gives the same vectors as in this one', async () => {
    const [aside, here] = [await catalogOf(40), await catalogOf(40)];
    const embedder = await loadAndRecordModel(aside, { kind: 'bundled' }, () => {});
    const told: number[] = [];
    const embed = createWorkerBackfill(real);
    const asked = { ...embedder, embed: fake.embed };
    expect(await embed(aside, asked, (done) => told.push(done))).toBe(40);
    expect(told).toEqual([40]);
    await backfillEmbeddings(here, embedder);
    const vectorsOf = async (stores: Stores) =>
      (await stores.vectors.since(embedder.modelId, 0, 100)).items.map(({ values, scale }) => [
        values,
        scale,
      ]);
    expect(await vectorsOf(aside)).toEqual(await vectorsOf(here));
    // No vectors are missing now, so no further thread starts.
    expect(await embed(aside, asked)).toBe(0);
    expect(threads).toHaveLength(1);
  });

  test('an ONNX model works, is stopped at any moment, and resumes', async () => {
    const folder = newFolder();
    writeTinyModel(folder, ['attention', 'and', 'retrieval']);
    const stores = await catalogOf(1_000);
    const embedder = await loadAndRecordModel(stores, { kind: 'folder', path: folder }, () => {});
    const stopping = new AbortController();
    const embed = createWorkerBackfill(real);
    const before = await embed(stores, embedder, () => stopping.abort(), stopping.signal);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(1_000);
    expect(await stores.vectors.count(embedder.modelId)).toBe(before);
    expect(await embed(stores, embedder)).toBe(1_000 - before);
    expect(await stores.vectors.count(embedder.modelId)).toBe(1_000);
  });

  test('an ONNX model may be stopped in the middle of a run', async () => {
    const folder = newFolder();
    writeTinyModel(folder, ['attention', 'and', 'retrieval']);
    const stores = await catalogOf(2_000);
    const embedder = await loadAndRecordModel(stores, { kind: 'folder', path: folder }, () => {});
    const embed = createWorkerBackfill(real);
    for (const laterMs of [0, 1, 2, 3, 4, 5]) {
      const stopping = new AbortController();
      const before = await stores.vectors.count(embedder.modelId);
      const onProgress = (): void => {
        setTimeout(() => stopping.abort(), laterMs);
      };
      const done = await embed(stores, embedder, onProgress, stopping.signal);
      expect(await stores.vectors.count(embedder.modelId)).toBe(before + done);
    }
  });

  test('a model whose files disappeared says so, and works once they are back', async () => {
    const folder = newFolder();
    writeTinyModel(folder, ['attention']);
    const stores = await catalogOf(3);
    const embedder = await loadAndRecordModel(stores, { kind: 'folder', path: folder }, () => {});
    const embed = createWorkerBackfill(real);
    renameSync(join(folder, 'onnx'), join(folder, 'gone'));
    const failure = await embed(stores, embedder).catch((error) => error);
    expect(failure).toBeInstanceOf(ModelError);
    expect(failure.message).toContain(folder);
    renameSync(join(folder, 'gone'), join(folder, 'onnx'));
    expect(await embed(stores, embedder)).toBe(3);
  });

  test('a changed model embeds nothing', async () => {
    const folder = newFolder();
    writeTinyModel(folder, ['attention']);
    const stores = await catalogOf(3);
    const embedder = await loadAndRecordModel(stores, { kind: 'folder', path: folder }, () => {});
    writeTinyModel(folder, ['attention'], { seed: 2 });
    await expect(createWorkerBackfill(real)(stores, embedder)).rejects.toThrow('changed since it was loaded');
    expect(await loadEmbedder({ kind: 'folder', path: folder })).not.toMatchObject({
      modelId: embedder.modelId,
    });
    expect(await stores.vectors.countByModel()).toEqual([]);
  });
});

describe('with a failing thread', () => {
  test('that ends by itself, stored vectors stay, and the next thread does the rest', async () => {
    const stores = await catalogOf(300);
    const embed = createWorkerBackfill(threadThat(`if (requests > 10) process.exit(3); ${ANSWER}`));
    const failure = await embed(stores, fake).catch((error) => error);
    expect(failure).toBeInstanceOf(ModelError);
    expect(failure.message).toBe('The thread that embeds papers ended: its exit code is 3');
    expect(await stores.vectors.count('fake')).toBe(128);
    expect(await createWorkerBackfill(threadThat(ANSWER))(stores, fake)).toBe(172);
  });

  test('an uncaught error in it is reported here', async () => {
    const embed = createWorkerBackfill(threadThat(`throw new Error('out of everything');`));
    await expect(embed(await catalogOf(1), fake)).rejects.toThrow(
      'The thread that embeds papers ended: out of everything',
    );
  });

  test('a text that fails is reported, and ends the thread', async () => {
    const embed = createWorkerBackfill(
      threadThat(`parentPort.postMessage({ id, problem: 'no such token' });`),
    );
    await expect(embed(await catalogOf(1), fake)).rejects.toThrow(
      'A text could not be embedded: no such token',
    );
    expect(threads).toEqual([{ worker: expect.anything(), isOver: true }]);
  });

  test('one that hangs is stopped all the same', async () => {
    const stopping = new AbortController();
    const work = createWorkerBackfill(threadThat('for (;;);'))(
      await catalogOf(1),
      fake,
      undefined,
      stopping.signal,
    );
    const [started] = await once(process, 'worker');
    await once(started, 'message');
    stopping.abort();
    expect(await work).toBe(0);
  });

  test('one that never reports its model as loaded is stopped too', async () => {
    const stopping = new AbortController();
    const silent = join(newFolder(), 'silent.mjs');
    writeFileSync(silent, 'for (;;);');
    const work = createWorkerBackfill(pathToFileURL(silent))(
      await catalogOf(1),
      fake,
      undefined,
      stopping.signal,
    );
    await once(process, 'worker');
    stopping.abort();
    expect(await work).toBe(0);
  });
});

test('two requests take turns, so that there is only one extra copy of the model', async () => {
  const stores = await catalogOf(300);
  const embed = createWorkerBackfill(threadThat(ANSWER));
  const [first, second] = await Promise.all([embed(stores, fake), embed(stores, fake)]);
  expect([first, second]).toEqual([300, 0]);
  expect(threads).toHaveLength(1);
});

test('the next one starts after a failure, and an aborted one does nothing', async () => {
  const stores = await catalogOf(3);
  const embed = createWorkerBackfill(threadThat(ANSWER, { modelId: 'other' }));
  await expect(embed(stores, fake)).rejects.toThrow('changed since it was loaded');
  await expect(embed(stores, fake)).rejects.toThrow('changed since it was loaded');
  expect(await embed(stores, fake, undefined, AbortSignal.abort())).toBe(0);
  expect(threads).toHaveLength(2);
});
