import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { makePaper } from '../helpers/papers.ts';
import { openTestStores, temporaryFolder } from './helpers.ts';

const ANY = { categories: [], authors: [] };

test('A catalog of the version before gets plain texts, folded words, and vectors anew where the text changed', async () => {
  const path = `${temporaryFolder()}/catalog.db`;
  const before = openTestStores(path);
  await before.papers.add([
    makePaper({ id: '2501.00001', title: 'Marked', abstract: 'x', authors: ['S\u0142awomir Tadeja'] }),
    makePaper({ id: '2501.00002', title: 'Plain', abstract: 'y', authors: ['J\u00fcrgen M\u00fcller', ':'] }),
    makePaper({ id: '2501.00003', title: 'Only the abstract', abstract: 'z', authors: [] }),
  ]);
  await before.vectors.add('m', [
    { paperId: '2501.00001', scale: 1, values: new Int8Array([1, 2, 3, 4]) },
    { paperId: '2501.00002', scale: 1, values: new Int8Array([1, 2, 3, 4]) },
    { paperId: '2501.00003', scale: 1, values: new Int8Array([1, 2, 3, 4]) },
  ]);
  const { cursor } = await before.papers.since(0, 10);
  await before.close();
  const db = new DatabaseSync(path);
  db.exec(String.raw`
    DROP TABLE author_words; ALTER TABLE papers DROP COLUMN withdrawn;
    ALTER TABLE listing_entries DROP COLUMN picture;
    CREATE VIRTUAL TABLE author_words USING fts5(
      authors, content = 'papers', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
    );
    INSERT INTO author_words (author_words) VALUES ('rebuild');
    UPDATE papers SET title = '$\gamma$-Quant', abstract = 'We show \textbf{gains}.' WHERE id = '2501.00001';
    UPDATE papers SET abstract = 'We show \emph{more}.' WHERE id = '2501.00003';
    PRAGMA user_version = 5;
  `);
  db.close();

  const stores = openTestStores(path);
  expect(await stores.papers.get('2501.00001')).toMatchObject({
    title: '\u03b3-Quant',
    abstract: 'We show gains.',
  });
  expect(await stores.papers.findByTitle('Gamma Quant')).toMatchObject({ id: '2501.00001' });
  expect(await stores.papers.newest({ ...ANY, authors: ['Slawomir Tadeja'] }, 10)).toEqual(['2501.00001']);
  expect(await stores.papers.newest({ ...ANY, authors: ['Juergen Mueller'] }, 10)).toEqual(['2501.00002']);
  expect((await stores.papers.get('2501.00002'))?.authors).toEqual(['J\u00fcrgen M\u00fcller']);
  expect((await stores.vectors.since('m', 0, 10)).items.map(({ paperId }) => paperId)).toEqual([
    '2501.00002',
  ]);
  expect((await stores.papers.get('2501.00003'))?.abstract).toBe('We show more.');
  const changed = (await stores.papers.since(cursor, 10)).items.map(({ paperId }) => paperId);
  expect(changed).toEqual(['2501.00001', '2501.00003']);
  await stores.checkIntegrity();
});
