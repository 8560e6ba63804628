/** Makes the texts of an older file plain, and folds what it is searched by. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { isWithdrawn } from '../../domain/withdrawn.ts';
import { readAuthorList } from '../../text/author-names.ts';
import { plainText } from '../../text/plain-text.ts';
import { titleKey } from '../../text/title-key.ts';
import { authorWordsOf } from './filters.ts';

interface StoredText {
  readonly key: number;
  readonly title: string;
  readonly abstract: string;
  readonly authors: string;
}

const PAGE_ROWS = 2_000;
/** What older versions stored without a limit is cut where it is no abstract any more. */
const MAX_STORED_CHARS = 20_000;

/**
 * Reads every paper again as it would be read today. A paper whose text changes loses its vectors, which are then
 * missing and made in the background. Some 30 seconds for 75,000 papers.
 */
export function makeTextsPlain(db: DatabaseSyncInstance): void {
  db.exec(`
    ALTER TABLE papers ADD COLUMN withdrawn INTEGER;
    DROP TABLE author_words;
    -- Words of names, folded, which the names themselves don't hold.
    CREATE VIRTUAL TABLE author_words USING fts5(
      authors, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
    );
  `);
  const page = db.prepare(
    'SELECT key, title, abstract, authors FROM papers WHERE key > ? AND key <= ? ORDER BY key LIMIT ?',
  );
  const update = db.prepare(
    'UPDATE papers SET key = ?, title = ?, title_key = ?, abstract = ?, authors = ?, withdrawn = ? WHERE key = ?',
  );
  const dropVectors = db.prepare('DELETE FROM vectors WHERE paper = ?');
  const addAuthors = db.prepare('INSERT INTO author_words (rowid, authors) VALUES (?, ?)');
  let { last } = db.prepare('SELECT last FROM feed').get();
  const end = last;

  function rewrite(row: StoredText): void {
    const { title, abstract, authors } = row;
    const names: string[] = JSON.parse(authors);
    const plain = {
      title: plainText(title) || title,
      abstract: plainText(abstract.slice(0, MAX_STORED_CHARS)),
      authors: readAuthorList(names),
    };
    const hasNewText = plain.title !== title || plain.abstract !== abstract;
    // Whoever follows the feed hears of a text by its new key.
    if (hasNewText) last += 1;
    const key = hasNewText ? last : row.key;
    const columns = [plain.title, titleKey(plain.title), plain.abstract, JSON.stringify(plain.authors)];
    update.run(key, ...columns, isWithdrawn(plain) ? 1 : null, row.key);
    addAuthors.run(key, authorWordsOf(plain.authors));
    if (hasNewText) dropVectors.run(key);
  }

  for (let from = 0; ; ) {
    const rows: StoredText[] = page.all(from, end, PAGE_ROWS);
    if (rows.length === 0) break;
    for (const row of rows) rewrite(row);
    from = rows.at(-1)?.key ?? end;
  }
  db.prepare('UPDATE feed SET last = ?').run(last);
}
