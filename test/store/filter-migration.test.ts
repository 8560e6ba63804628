import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import type { PaperFilter } from '../../src/domain/filter.ts';
import { lexicalOf } from '../helpers/word-indexes.ts';
import { FILTERED_PAPERS } from './contract/filters.ts';
import { openTestStores, temporaryFolder } from './helpers.ts';

const ANY: PaperFilter = { categories: [], authors: [] };

test('filter values are computed when an older database is migrated', async () => {
  const path = `${temporaryFolder()}/catalog.db`;
  const before = openTestStores(path);
  await before.papers.add(FILTERED_PAPERS);
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
