/** Consistency of the indexes in memory, their snapshot beside the database, and the stored papers. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import Keyv from 'keyv';
import { describe, expect, test } from 'vitest';
import { createSnapshots } from '../../src/index/snapshot/snapshots.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import { RANKING } from '../../src/retrieval/ranking-options.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { Stores } from '../../src/store/stores.ts';
import { openTestStores, paper, temporaryFolder, vector } from '../store/helpers.ts';

const MODEL = 'plain';

const embedder = {
  modelId: MODEL,
  dims: 2,
  embed: async (texts: readonly string[]) => texts.map(() => Float32Array.of(1, 0)),
};

/** An engine that counts the papers which it reads from the change feeds. */
function open(stores: Stores, path: string, modelId = MODEL) {
  const read = { papers: 0, vectors: 0 };
  const counted: Stores = {
    ...stores,
    papers: {
      ...stores.papers,
      since: async (...asked) => {
        const page = await stores.papers.since(...asked);
        read.papers += page.items.length;
        return page;
      },
    },
    vectors: {
      ...stores.vectors,
      since: async (...asked) => {
        const page = await stores.vectors.since(...asked);
        read.vectors += page.items.length;
        return page;
      },
    },
  };
  const labels = new Keyv<true>({ store: stores.keyValues, namespace: 'snapshots' });
  const engine = createSearchEngine(
    counted,
    { ...embedder, modelId },
    new Keyv(),
    RANKING,
    undefined,
    createSnapshots(path, labels),
  );
  return { engine, read };
}

const papers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    paper(`2601.${String(10_000 + from + i)}`, `Chess ${from + i} for café`, {
      abstract: `Word${(from + i) % 7} is graph attention network (GAN).`,
      categories: ['cs.CL'],
      published: '2026-01-02',
    }),
  );

async function add(stores: Stores, from: number, to: number): Promise<void> {
  const added = papers(from, to);
  await stores.papers.add(added);
  await stores.vectors.add(
    MODEL,
    added.map(({ id }, i) => vector(id, 100 - (i % 9), i % 5)),
  );
}

/** All that the indexes answer. */
const answersOf = async ({ lexical, titles, vocabulary, vectors }: SearchEngine) => ({
  hits: await lexical.search(['chess', 'word3', 'cafe'], 50, {
    filter: { categories: ['cs'], authors: [], since: '2026-01-01' },
  }),
  counts: await lexical.documentFrequencies(['chess', 'word3', 'graph attention', 'none']),
  positions: await lexical.positions(['attention'], ['2601.10003']),
  titles: [titles.find('ches', 5), titles.find('2601.1000', 3), titles.titleOf('2601.10004')],
  words: vocabulary.commonWords(2),
  meanings: await vocabulary.meaningsOf(['gan']),
  near: vectors.nearest(Float32Array.of(1, 0), 7, vectors.mask({ categories: ['cs.CL'], authors: [] })),
  mean: vectors.meanCosine(Float32Array.of(1, 0)),
  sizes: [vectors.size, titles.size],
});

async function stored(count = 60) {
  const path = `${temporaryFolder()}/paperboy.db`;
  const stores = openTestStores(path);
  await add(stores, 0, count);
  const { engine } = open(stores, path);
  await engine.refreshAll();
  await engine.saveSnapshot();
  return { path, stores, engine };
}

describe('A snapshot', () => {
  test.each([0, 1, 60])(
    'of %i papers is read back without reading a paper, and answers as before',
    async (count) => {
      const { path, stores, engine } = await stored(count);
      const again = open(stores, path);
      await again.engine.refreshAll();
      expect(again.read).toEqual({ papers: 0, vectors: 0 });
      expect(await answersOf(again.engine)).toEqual(await answersOf(engine));
    },
  );

  test('is brought up to date by what changed since: added, changed and removed', async () => {
    const { path, stores } = await stored();
    await add(stores, 60, 65);
    await stores.papers.add([paper('2601.10003', 'Draughts')]);
    await stores.vectors.add(MODEL, [vector('2601.10003', 3, 4)]);
    await stores.papers.remove('2601.10004');
    const again = open(stores, path);
    await again.engine.refreshAll();
    expect(again.read).toEqual({ papers: 6, vectors: 6 });
    const fresh = open(stores, `${temporaryFolder()}/none.db`);
    await fresh.engine.refreshAll();
    const [found, expected] = [await answersOf(again.engine), await answersOf(fresh.engine)];
    const byId = (hits: readonly { paperId: string }[]) => hits.map(({ paperId }) => paperId).sort();
    expect(byId(found.hits)).toEqual(byId(expected.hits));
    expect(found.counts).toEqual(expected.counts);
    expect(found.sizes).toEqual(expected.sizes);
    await again.engine.saveSnapshot();
    const third = open(stores, path);
    await third.engine.refreshAll();
    expect(third.read).toEqual({ papers: 0, vectors: 0 });
    expect(await answersOf(third.engine)).toEqual(found);
  });

  test.each(['papers', 'vectors'])('of %s that was cut off or damaged is built again', async (name) => {
    const { path, stores, engine } = await stored();
    const file = `${path}.${name}`;
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged[100] = (damaged[100] as number) ^ 1;
    for (const content of [whole.subarray(0, whole.length / 2), damaged, Buffer.from('something else')]) {
      writeFileSync(file, content);
      const again = open(stores, path);
      await again.engine.refreshAll();
      expect(again.read[name as 'papers']).toBe(60);
      expect(await answersOf(again.engine)).toEqual(await answersOf(engine));
    }
    truncateSync(file, 0);
    await open(stores, path).engine.refreshAll();
  });

  test('of another database is not taken', async () => {
    const { path } = await stored();
    const other = `${temporaryFolder()}/other.db`;
    const stores = openTestStores(other);
    await add(stores, 0, 70);
    for (const name of ['papers', 'vectors'])
      writeFileSync(`${other}.${name}`, readFileSync(`${path}.${name}`));
    const { engine, read } = open(stores, other);
    await engine.refreshAll();
    expect(read).toEqual({ papers: 70, vectors: 70 });
  });

  test('of another model gives its words only', async () => {
    const { path, stores } = await stored();
    await stores.vectors.add('other', [vector('2601.10000', 1, 2)]);
    const { engine, read } = open(stores, path, 'other');
    await engine.refreshAll();
    expect([read.papers, engine.vectors.size]).toEqual([0, 1]);
  });

  test('is not written where too little changed', async () => {
    const { path, stores, engine } = await stored();
    const before = readFileSync(`${path}.papers`);
    await add(stores, 60, 61);
    await engine.refreshAll();
    await engine.saveSnapshot(1_000);
    expect(readFileSync(`${path}.papers`).equals(before)).toBe(true);
    await engine.saveSnapshot();
    expect(readFileSync(`${path}.papers`).equals(before)).toBe(false);
  });
});

test('Of a long backlog a question waits for the first part only', async () => {
  const stores = openTestStores();
  await stores.papers.add(papers(0, 3_000));
  const { engine } = open(stores, `${temporaryFolder()}/paperboy.db`);
  await engine.refresh();
  const [known = 0] = await engine.lexical.documentFrequencies(['chess']);
  expect(known).toBeGreaterThan(0);
  expect(known).toBeLessThan(3_000);
  expect(engine.isComplete()).toBe(false);
  await engine.refreshAll();
  expect(engine.isComplete()).toBe(true);
  expect(await engine.lexical.documentFrequencies(['chess'])).toEqual([3_000]);
});
