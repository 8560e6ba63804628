import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import type { PaperFilter } from '../../src/domain/filter.ts';
import { lexicalOf } from '../helpers/word-indexes.ts';
import { openTestStores, paper, temporaryFolder } from './helpers.ts';

const PAPERS = [
  paper('2501.00001', 'Chess', {
    authors: ['Yann LeCun', 'Ada Wei'],
    categories: ['cs.CL', 'stat.ML'],
    published: '2025-01-01',
  }),
  paper('2506.00001', 'Chess again', {
    authors: ['José García', 'Li Wei'],
    categories: ['cs.LG'],
    published: '2025-06-15',
  }),
  paper('2512.00001', 'More chess', {
    authors: ['Wei Yann', 'Lecun Xu', 'Jean-Pierre O’Brien'],
    categories: ['quant-ph', 'csx.CL'],
    published: '2025-12-31',
  }),
  paper('local:chess', 'Chess without a day', { authors: ['Madonna'] }),
];

const ANY: PaperFilter = { categories: [], authors: [] };

test('filter values are computed when an older database is migrated', async () => {
  const path = `${temporaryFolder()}/catalog.db`;
  const before = openTestStores(path);
  await before.papers.add(PAPERS);
  await before.close();
  const db = new DatabaseSync(path);
  db.exec(`
    DROP INDEX papers_by_key; DROP TABLE author_words; DROP TABLE paper_counts; DROP TABLE readings; DROP TABLE posted_papers;
    DROP TABLE posts; DROP TABLE subscriptions;
    ALTER TABLE listing_entries DROP COLUMN picture; ALTER TABLE papers DROP COLUMN withdrawn;
    ALTER TABLE papers DROP COLUMN repository; ALTER TABLE papers DROP COLUMN origins; PRAGMA user_version = 1;
  `);
  db.close();

  const stores = openTestStores(path);
  expect(await stores.papers.newest({ ...ANY, authors: ['lecun yann'] }, 10)).toEqual(['2501.00001']);
  expect(await lexicalOf(stores).documentFrequencies(['chess'])).toEqual([4]);
  await stores.checkIntegrity();
});
