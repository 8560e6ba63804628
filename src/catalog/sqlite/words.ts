/** The word index: how common words are, and which papers hold them. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { PaperFilter, Scored } from '../catalog.ts';
import type { FilterTable } from './filters.ts';
import { TOKENIZER } from './schema.ts';

// Weights of a word in the title and in the abstract.
const BM25 = 'bm25(paper_words, 3.0, 1.0)';
const MAX_CACHED_COUNTS = 20_000;

export type WordIndex = ReturnType<typeof createWordIndex>;

export function createWordIndex(db: DatabaseSyncInstance, filters: FilterTable) {
  // FTS5 has no function that gives a word's stem, but a table with the same tokenizer can be asked what it holds.
  db.exec(`
    CREATE VIRTUAL TABLE temp.asked USING fts5(word, content = '', tokenize = '${TOKENIZER}');
    CREATE VIRTUAL TABLE temp.asked_stems USING fts5vocab(temp, asked, instance);
  `);
  const ask = db.prepare('INSERT INTO temp.asked (rowid, word) VALUES (?, ?)');
  const askedStems = db.prepare('SELECT doc AS position, term FROM temp.asked_stems');
  const forgetAsked = db.prepare("INSERT INTO temp.asked (asked) VALUES ('delete-all')");
  const countStem = db.prepare('SELECT doc AS papers FROM word_counts WHERE term = ?');
  const dataVersion = db.prepare('PRAGMA data_version');
  // bm25() with a LIMIT keeps only the best in hand; the column `rank` sorts every match and takes twice as long.
  const prepareBest = (from: string, where: string) =>
    db.prepare(`
      SELECT papers.id AS paperId, -best.score AS score
      FROM (
        SELECT paper_words.rowid AS key, ${BM25} AS score FROM ${from}
        WHERE paper_words MATCH ? AND ${where} ORDER BY score, paper_words.rowid LIMIT ?
      ) AS best
      JOIN papers INDEXED BY papers_by_key ON papers.key = best.key
      ORDER BY best.score, best.key
    `);
  const best = prepareBest('paper_words', 'true');

  let cachedVersion = 0;
  const counts = new Map<string, number>();

  /** The stems in each word: several in `gpt-4`, none in an emoji. */
  function stemsOf(words: readonly string[]): string[][] {
    const stems: string[][] = words.map(() => []);
    words.forEach((word, position) => {
      ask.run(position, word);
    });
    const rows: { position: number; term: string }[] = askedStems.all();
    for (const { position, term } of rows) stems[position]?.push(term);
    forgetAsked.run();
    return stems;
  }

  /** Looked up once until the papers change: a very common word takes milliseconds to count. */
  function countCached(stem: string): number {
    const known = counts.get(stem);
    if (known !== undefined) return known;
    if (counts.size >= MAX_CACHED_COUNTS) counts.clear();
    const count: number = countStem.get(stem)?.papers ?? 0;
    counts.set(stem, count);
    return count;
  }

  return {
    /** To be called when this connection has changed the papers. */
    forgetCounts(): void {
      counts.clear();
    },

    /** A word of several tokens, such as gpt-4, counts as its rarest token, which it cannot exceed. */
    count(words: readonly string[]): number[] {
      // Moves when another connection has changed the file.
      const { data_version: version } = dataVersion.get();
      if (version !== cachedVersion) counts.clear();
      cachedVersion = version;
      return stemsOf(words).map((stems) => (stems.length ? Math.min(...stems.map(countCached)) : 0));
    },

    match(words: readonly string[], limit: number, filter?: PaperFilter): Scored[] {
      if (words.length === 0) return [];
      const asked = [...new Set(words)].map(quote).join(' OR ');
      const passing = filter && filters.conditionFor(filter);
      if (!passing) return best.all(asked, limit);
      // The filter comes before BM25, so that a question with one is faster than without.
      const from =
        'paper_words CROSS JOIN papers AS facts INDEXED BY papers_by_key ON facts.key = paper_words.rowid';
      return prepareBest(from, passing.sql).all(asked, ...passing.values, limit);
    },
  };
}

/** One FTS5 string (https://sqlite.org/fts5.html#fts5_strings), in which nothing is an operator; a NUL would end the query. */
function quote(word: string): string {
  return `"${word.replaceAll('\0', ' ').replaceAll('"', '""')}"`;
}
