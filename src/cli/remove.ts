/** `paperboy remove`: removes a paper, with everything stored about it. */
import type { Config } from '../config/config.ts';
import { parseArxivId } from '../domain/arxiv-id.ts';
import { UserError } from '../domain/errors.ts';
import { openSqliteStores } from '../store/sqlite/open.ts';

/** @throws UserError if no paper has this id or exact title. */
export async function removeCommand(config: Config, asked: string): Promise<void> {
  const stores = openSqliteStores(config.database.path);
  try {
    const paper =
      (await stores.papers.get(parseArxivId(asked) ?? asked)) ?? (await stores.papers.findByTitle(asked));
    if (!paper) throw new UserError(`There is no paper “${asked}”. Give its arXiv id or its exact title.`);
    await stores.papers.remove(paper.id);
    process.stdout.write(`Removed “${paper.title}”.\n`);
  } finally {
    await stores.close();
  }
}
