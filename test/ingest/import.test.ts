import { expect, test } from 'vitest';
import type { Paper } from '../../src/domain/paper.ts';
import { type ImportCounts, importPapers } from '../../src/ingest/import.ts';
import type { readPapers } from '../../src/ingest/sources/file.ts';
import { openTestStores, paper } from '../store/helpers.ts';

const papers = (count: number): Paper[] =>
  Array.from({ length: count }, (_, i) => paper(`2601.${i + 10_000}`, `Paper ${i}`));

async function* recordsOf(list: readonly (Paper | string)[]): ReturnType<typeof readPapers> {
  for (const [i, item] of list.entries()) {
    yield typeof item === 'string' ? { line: i + 1, problem: item } : { line: i + 1, paper: item };
  }
}

function watch() {
  const told: ImportCounts[] = [];
  const bad: [number, string][] = [];
  return {
    told,
    bad,
    onProgress: (counts: ImportCounts) => told.push(counts),
    onBad: (line: number, problem: string) => bad.push([line, problem]),
    signal: new AbortController().signal,
  };
}

test('papers are stored in batches, each reported once stored', async () => {
  const stores = openTestStores();
  const watching = watch();
  const stored: Promise<number>[] = [];
  const counts = await importPapers(stores, recordsOf(papers(1_201)), {
    ...watching,
    onProgress(soFar) {
      watching.onProgress(soFar);
      stored.push(stores.papers.count());
    },
  });
  expect(counts).toEqual({ read: 1_201, added: 1_201, updated: 0, bad: 0 });
  expect(watching.told.map(({ read }) => read)).toEqual([500, 1_000, 1_201]);
  expect(await Promise.all(stored)).toEqual([500, 1_000, 1_201]);
});

test('bad records are reported by line, and the others are stored', async () => {
  const stores = openTestStores();
  const watching = watch();
  const [first, second] = papers(2);
  const records = recordsOf(['no title', first ?? '', 'not JSON', second ?? '']);
  expect(await importPapers(stores, records, watching)).toEqual({ read: 2, added: 2, updated: 0, bad: 2 });
  expect(watching.bad).toEqual([
    [1, 'no title'],
    [3, 'not JSON'],
  ]);
});

test('a second run adds nothing, and counts changes as updates', async () => {
  const stores = openTestStores();
  await importPapers(stores, recordsOf(papers(3)), watch());
  const again = papers(3).map((known, i) => (i === 1 ? { ...known, abstract: 'At last.' } : known));
  expect(await importPapers(stores, recordsOf(again), watch())).toEqual({
    read: 3,
    added: 0,
    updated: 1,
    bad: 0,
  });
});

test('an abort stores what was read and stops reading', async () => {
  const stores = openTestStores();
  const stopping = new AbortController();
  async function* endless() {
    for (let i = 0; ; i++) {
      if (i === 700) stopping.abort();
      yield { line: i + 1, paper: paper(`2601.${i + 10_000}`, `Paper ${i}`) };
    }
  }
  const counts = await importPapers(stores, endless(), { ...watch(), signal: stopping.signal });
  expect(counts).toMatchObject({ read: 700, added: 700 });
  expect(await stores.papers.count()).toBe(700);
});
