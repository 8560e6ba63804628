import { expect, test, vi } from 'vitest';
import type { Embedder } from '../../../src/embedding/embedder.ts';
import { backfillEmbeddings } from '../../../src/ingest/embedding/backfill.ts';
import type { Stores } from '../../../src/store/stores.ts';
import { openTestStores, paper } from '../../store/helpers.ts';

const MODEL = 'fake@1';

/** A model that answers at once and records its input. */
function createEmbedder(modelId = MODEL): Embedder & { readonly given: string[] } {
  const given: string[] = [];
  return {
    modelId,
    dims: 2,
    given,
    async embed(texts) {
      given.push(...texts);
      return texts.map(() => Float32Array.of(0.6, 0.8));
    },
  };
}

async function catalogOf(papers: number): Promise<Stores> {
  const stores = openTestStores();
  await stores.papers.add(
    Array.from({ length: papers }, (_, i) => paper(`2601.${i + 10_000}`, `Paper ${i}`)),
  );
  return stores;
}

test('every paper gets a vector, once, with progress reports', async () => {
  const stores = await catalogOf(300);
  const embedder = createEmbedder();
  const told: number[] = [];
  expect(await backfillEmbeddings(stores, embedder, (done) => told.push(done))).toBe(300);
  expect(await stores.vectors.count(MODEL)).toBe(300);
  expect(new Set(embedder.given).size).toBe(300);
  expect(embedder.given).toHaveLength(300);
  expect(told.length).toBeGreaterThan(1);
  expect(told.at(-1)).toBe(300);
  expect(await backfillEmbeddings(stores, embedder)).toBe(0);
  expect(embedder.given).toHaveLength(300);
});

test('vectors match the model’s output to the precision of a byte', async () => {
  const stores = await catalogOf(1);
  await backfillEmbeddings(stores, createEmbedder());
  const [stored] = (await stores.vectors.since(MODEL, 0, 1)).items;
  const values = Array.from(stored?.values ?? [], (value) => value * (stored?.scale ?? 0));
  expect(values).toEqual([expect.closeTo(0.6, 2), expect.closeTo(0.8, 2)]);
});

test('it yields between batches, stops when told to, and resumes later', async () => {
  const stores = await catalogOf(1_000);
  const stopping = new AbortController();
  // Neither this model nor this store ever waits, so outside events need a gap.
  setImmediate(() => stopping.abort());
  const embedder = createEmbedder();
  const done = await backfillEmbeddings(stores, embedder, () => {}, stopping.signal);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(1_000);
  expect(await stores.vectors.count(MODEL)).toBe(done);
  expect(await backfillEmbeddings(stores, embedder)).toBe(1_000 - done);
  expect(embedder.given).toHaveLength(1_000);
});

test('if the model fails, earlier batches stay stored', async () => {
  const stores = await catalogOf(300);
  const embedder = createEmbedder();
  const failing: Embedder = {
    ...embedder,
    embed: (texts, kind) =>
      embedder.given.length >= 200 ? Promise.reject(new Error('out of memory')) : embedder.embed(texts, kind),
  };
  await expect(backfillEmbeddings(stores, failing)).rejects.toThrow('out of memory');
  const done = await stores.vectors.count(MODEL);
  expect(done).toBeGreaterThan(0);
  expect(await backfillEmbeddings(stores, createEmbedder())).toBe(300 - done);
});

const QUICKLY = { interval: 1, timeout: 5_000 };

/** A model in another thread: it answers when told to. */
function createFarEmbedder() {
  const waiting: {
    texts: readonly string[];
    resolve(vectors: Float32Array[]): void;
    reject(error: unknown): void;
  }[] = [];
  const embedder: Embedder = {
    modelId: MODEL,
    dims: 2,
    embed: (texts) => new Promise((resolve, reject) => waiting.push({ texts, resolve, reject })),
  };
  const answer = (count = 1): void => {
    for (const { texts, resolve } of waiting.splice(0, count))
      resolve(texts.map(() => Float32Array.of(0.6, 0.8)));
  };
  return { embedder, waiting, answer };
}

test('a model in another thread gets requests ahead, up to a limit', async () => {
  const stores = await catalogOf(600);
  const { embedder, waiting, answer } = createFarEmbedder();
  const told: number[] = [];
  const work = backfillEmbeddings(stores, embedder, (done) => told.push(done), undefined, 20);
  const asked: string[] = [];
  for (let turns = 0; turns < 38; turns++) {
    await vi.waitFor(() => expect(waiting).toHaveLength(Math.min(21, 38 - turns)), QUICKLY);
    asked.push(...(waiting[0]?.texts ?? []));
    answer();
  }
  expect(await work).toBe(600);
  expect(new Set(asked).size).toBe(600);
  expect(told.slice(0, 3)).toEqual([128, 256, 384]);
  expect(await stores.vectors.count(MODEL)).toBe(600);
});

test('if it fails far ahead, its earlier answers are stored, and all other requests are dropped', async () => {
  const stores = await catalogOf(400);
  const { embedder, waiting, answer } = createFarEmbedder();
  const work = backfillEmbeddings(stores, embedder, () => {}, undefined, 100);
  await vi.waitFor(() => expect(waiting).toHaveLength(25), QUICKLY);
  for (const { reject } of waiting.splice(10)) reject(new Error('gone'));
  answer(10);
  await expect(work).rejects.toThrow('gone');
  expect(await stores.vectors.count(MODEL)).toBe(128);
});

test('a paper whose text changed is embedded again, and another model embeds everything', async () => {
  const stores = await catalogOf(3);
  await backfillEmbeddings(stores, createEmbedder());
  await stores.papers.add([paper('2601.10001', 'Paper 1', { abstract: 'Now with an abstract.' })]);
  const embedder = createEmbedder();
  expect(await backfillEmbeddings(stores, embedder)).toBe(1);
  expect(embedder.given).toEqual([expect.stringContaining('Now with an abstract.')]);
  expect(await backfillEmbeddings(stores, createEmbedder('fake@2'))).toBe(3);
});

test('a text that changes during its embedding is embedded again', async () => {
  const stores = await catalogOf(2);
  const embedder = createEmbedder();
  const changed = paper('2601.10000', 'Paper 0', { abstract: 'Now with an abstract.' });
  const meanwhile: Embedder = {
    ...embedder,
    async embed(texts, kind) {
      if (embedder.given.length === 0) await stores.papers.add([changed]);
      return embedder.embed(texts, kind);
    },
  };
  await backfillEmbeddings(stores, meanwhile);
  expect(embedder.given).toHaveLength(3);
  expect(embedder.given.at(-1)).toContain('Now with an abstract.');
  expect(await stores.vectors.missing(MODEL, 5)).toEqual([]);
});
