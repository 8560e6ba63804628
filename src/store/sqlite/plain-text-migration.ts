/** Converts the texts of an older file to plain text, and folds its search keys. */
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
/** Older versions stored abstracts without a limit; anything longer is no abstract. */
const MAX_STORED_CHARS = 20_000;

/**
 * Parses every paper again with today's rules. A paper whose text changes loses its vectors, which are recomputed in
 * the background. Takes some 30 seconds for 75,000 papers.
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
    // Readers of the feed learn of a new text by its new key.
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
