import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Paper } from '../../src/domain/paper.ts';
import type { Catalog } from '../../src/store/catalog.ts';
import { openSqliteCatalog } from '../../src/store/sqlite/open.ts';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-catalog-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A catalog that goes with the test. */
export function openCatalog(path = ':memory:', options?: { now: () => number }): Catalog {
  const catalog = openSqliteCatalog(path, options);
  onTestFinished(() => catalog.close());
  return catalog;
}

export function paper(id: string, title: string, rest: Partial<Paper> = {}): Paper {
  return { id, title, abstract: '', authors: [], categories: [], published: undefined, ...rest };
}

export function vector(paperId: string, ...values: number[]) {
  return { paperId, values: Int8Array.from(values), scale: 0.5 };
}
