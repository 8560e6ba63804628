/** Puts the papers that Paperboy comes with into a new catalog, so that it is useful before it has read any source. */

import { ConfigError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import { projectPath } from '../lib/package-root.ts';
import type { Stores } from '../store/stores.ts';
import { openLines, readPapers } from './sources/file.ts';

const BUNDLED_PAPERS = projectPath('data/papers.jsonl');

/** Does nothing where the catalog has its first listing already. */
export async function seed(stores: Stores): Promise<void> {
  if (await stores.dailyLists.newest()) return;
  const papers: Paper[] = [];
  for await (const read of readPapers(openLines(BUNDLED_PAPERS))) {
    if ('problem' in read) throw new ConfigError(`${BUNDLED_PAPERS}, line ${read.line}: ${read.problem}`);
    papers.push(read.paper);
  }
  // Their text is what the page of the daily papers showed.
  await stores.papers.add(papers, 'hugging-face');
  await stores.dailyLists.save({ source: 'bundled', entries: papers.map(({ id }) => ({ paperId: id })) });
}
