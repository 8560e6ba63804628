/** Puts the papers that Paperboy comes with into a new catalog, so that it is useful before it has read any source. */

import { ConfigError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import { projectPath } from '../lib/package-root.ts';
import type { Catalog } from '../store/catalog.ts';
import { openLines, readPapers } from './sources/file.ts';

const BUNDLED_PAPERS = projectPath('data/papers.jsonl');

/** Does nothing where the catalog has its first listing already. */
export async function seed(catalog: Catalog): Promise<void> {
  if (await catalog.newestDailyList()) return;
  const papers: Paper[] = [];
  for await (const read of readPapers(openLines(BUNDLED_PAPERS))) {
    if ('problem' in read) throw new ConfigError(`${BUNDLED_PAPERS}, line ${read.line}: ${read.problem}`);
    papers.push(read.paper);
  }
  // Their text is what the page of the daily papers showed.
  await catalog.addPapers(papers, 'hugging-face');
  await catalog.saveDailyList({ source: 'bundled', entries: papers.map(({ id }) => ({ paperId: id })) });
}
