/** Filters as an SQL condition on the index `papers_by_key`, with a lookup of authors. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { PaperFilter } from '../../domain/filter.ts';
import { nameWords } from '../../text/fold.ts';
import type { AuthorLookup, CountedWord } from '../papers.ts';
import { filterDay } from './filter-day.ts';

/** A condition on `papers AS facts`, with the values of its placeholders. */
interface Condition {
  readonly sql: string;
  readonly values: readonly string[];
}

export type FilterTable = ReturnType<typeof createFilterTable>;

export function createFilterTable(db: DatabaseSyncInstance) {
  // A view of the author index that stores nothing, so that no file needs a table for it.
  db.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.name_words USING fts5vocab(main, author_words, row)');
  const wordsFrom = db.prepare(
    'SELECT term AS word, doc AS papers FROM temp.name_words WHERE term >= ? AND term < ?',
  );
  const byAuthor = db.prepare('SELECT rowid AS key FROM author_words WHERE author_words MATCH ?');
  const newestOf = db.prepare(`
    SELECT id FROM papers WHERE key IN (SELECT value FROM json_each(?)) ORDER BY published DESC, key DESC LIMIT ?
  `);
  const namesByAuthor = db.prepare(`
    SELECT papers.key, papers.authors FROM author_words JOIN papers ON papers.key = author_words.rowid
    WHERE author_words MATCH ?
  `);

  /** Keys of the papers with this author. */
  function keysOfAuthor(name: string): number[] {
    const asked = nameWords(name);
    if (asked.length === 0) return [];
    const match = asked.map((forms) => `(${forms.map(matchWord).join(' OR ')})`).join(' AND ');
    if (asked.length === 1) {
      const rows: { key: number }[] = byAuthor.all(match);
      return rows.map(({ key }) => key);
    }
    // The index only knows that the words are somewhere among a paper's authors.
    const rows: { key: number; authors: string }[] = namesByAuthor.all(match);
    return rows.filter(({ authors }) => holdsName(JSON.parse(authors), asked)).map(({ key }) => key);
  }

  function conditionFor({ since, before, categories, authors }: PaperFilter): Condition {
    const parts: Condition[] = [];
    if (since !== undefined) parts.push({ sql: `${filterDay('facts')} >= ?`, values: [since] });
    if (before !== undefined) parts.push({ sql: `${filterDay('facts')} < ?`, values: [before] });
    if (categories.length > 0) {
      const patterns = categories.flatMap(categoryPatterns);
      parts.push({
        sql: `(${patterns.map(() => `facts.categories LIKE ? ESCAPE '\\'`).join(' OR ')})`,
        values: patterns,
      });
    }
    for (const name of authors) {
      parts.push({
        sql: 'facts.key IN (SELECT value FROM json_each(?))',
        values: [JSON.stringify(keysOfAuthor(name))],
      });
    }
    return {
      sql: parts.map(({ sql }) => sql).join(' AND ') || 'true',
      values: parts.flatMap(({ values }) => values),
    };
  }

  return {
    newest(filter: PaperFilter, limit: number): string[] {
      const { sql, values } = conditionFor(filter);
      const rows: { id: string }[] = db
        .prepare(`
          SELECT id FROM papers AS facts INDEXED BY papers_by_key WHERE ${sql}
          ORDER BY published DESC, key DESC LIMIT ?
        `)
        .all(...values, limit);
      return rows.map(({ id }) => id);
    },

    ofAuthors: (names: readonly AuthorLookup[]): string[][] =>
      names.map(({ name, limit }) => {
        const rows: { id: string }[] = newestOf.all(JSON.stringify(keysOfAuthor(name)), limit);
        return rows.map(({ id }) => id);
      }),

    wordsWith: (prefixes: readonly string[]): CountedWord[] =>
      prefixes.flatMap((prefix) => wordsFrom.all(prefix, `${prefix}\u{10ffff}`)),
  };
}

/** Matches in the JSON list of categories: `cs.CL` itself, or `cs` and every `cs.*`. */
function categoryPatterns(category: string): string[] {
  const name = category.replace(/[\\%_]/g, '\\$&');
  return category.includes('.') ? [`%"${name}"%`] : [`%"${name}"%`, `%"${name}.%`];
}

const matchWord = (word: string): string => `"${word}"${isInitial(word) ? '*' : ''}`;

/** True if one author has all these words, each in any of its forms; a single letter may begin a word. */
function holdsName(authors: readonly string[], asked: readonly (readonly string[])[]): boolean {
  return authors.some((author) => {
    const words = nameWords(author).flat();
    return asked.every((forms) =>
      forms.some((form) =>
        words.some((known) => (isInitial(form) ? known.startsWith(form) : known === form)),
      ),
    );
  });
}

/** The value of `author_words` for a paper: the words of its authors' names, in all their forms. */
export const authorWordsOf = (authors: readonly string[]): string =>
  authors.map((name) => nameWords(name).flat().join(' ')).join(' ');

/** An initial. A name of one Chinese character is none. */
function isInitial(word: string): boolean {
  return /^[a-z]$/.test(word);
}
