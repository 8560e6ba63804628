/** Puts the bundled papers into a new database, so that it is useful before any source has been read. */

import { ConfigError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import { projectPath } from '../lib/package-root.ts';
import type { Stores } from '../store/stores.ts';
import { openLines, readPapers } from './sources/file.ts';

const BUNDLED_PAPERS = projectPath('data/papers.jsonl');

/** Does nothing if the database has its first list already. */
export async function seed(stores: Stores): Promise<void> {
  if (await stores.dailyLists.newest()) return;
  const papers: Paper[] = [];
  for await (const read of readPapers(openLines(BUNDLED_PAPERS))) {
    if ('problem' in read) throw new ConfigError(`${BUNDLED_PAPERS}, line ${read.line}: ${read.problem}`);
    papers.push(read.paper);
  }
  // Their text comes from the page of daily papers.
  await stores.papers.add(papers, 'hugging-face');
  await stores.dailyLists.save({ source: 'bundled', entries: papers.map(({ id }) => ({ paperId: id })) });
}
