import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DailyList, Paper } from '../../src/domain/paper.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import type { Stores } from '../../src/store/stores.ts';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-catalog-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A catalog that goes with the test. */
export function openTestStores(path = ':memory:', options?: { now: () => number }): Stores {
  const stores = openSqliteStores(path, options);
  onTestFinished(() => stores.close());
  return stores;
}

export function paper(id: string, title: string, rest: Partial<Paper> = {}): Paper {
  return { id, title, abstract: '', authors: [], categories: [], published: undefined, ...rest };
}

export function vector(paperId: string, ...values: number[]) {
  return { paperId, values: Int8Array.from(values), scale: 0.5 };
}

/** One source's stored list of a day; for `bundled`, which has no day, the newest list if it is the bundled one. */
export async function dailyListOf(
  stores: Stores,
  source: string,
  day?: string,
): Promise<DailyList | undefined> {
  const lists =
    day === undefined ? [await stores.dailyLists.newest()] : await stores.dailyLists.between(day, day);
  return lists.find((list) => list?.source === source);
}
