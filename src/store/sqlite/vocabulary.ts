/** What was learned from the papers' own text: how common words are, and what abbreviations stand for. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Paper } from '../../domain/paper.ts';
import type { CountedWord } from '../papers.ts';
import type { Abbreviation, PaperVocabulary } from '../vocabulary.ts';
import { type PaperRow, paperOf } from './papers.ts';
import { inTransaction } from './transaction.ts';

export function createVocabularyTable(db: DatabaseSyncInstance) {
  const uncounted = db.prepare(`
    SELECT papers.* FROM uncounted_papers JOIN papers ON papers.key = uncounted_papers.paper
    ORDER BY uncounted_papers.paper LIMIT ?
  `);
  const dropUncounted = db.prepare('DELETE FROM uncounted_papers WHERE paper = ?');
  const countWord = db.prepare(`
    INSERT INTO vocabulary (word, papers) VALUES (?, ?)
    ON CONFLICT (word) DO UPDATE SET papers = papers + excluded.papers
  `);
  const countAbbreviation = db.prepare(`
    INSERT INTO abbreviations (short, long_key, long, papers) VALUES (?, ?, ?, 1)
    ON CONFLICT (short, long_key) DO UPDATE SET papers = papers + 1
  `);
  const commonWords = db.prepare(
    'SELECT word, papers FROM vocabulary WHERE papers >= ? ORDER BY papers DESC, word',
  );
  const columns = 'short, long, long_key AS longKey, papers';
  const byShort = db.prepare(`
    SELECT ${columns} FROM abbreviations WHERE short IN (SELECT value FROM json_each(?))
    ORDER BY papers DESC, short, long_key
  `);
  const byLong = db.prepare(`
    SELECT ${columns} FROM abbreviations WHERE long_key IN (SELECT value FROM json_each(?))
    ORDER BY papers DESC, short, long_key
  `);

  return {
    learn(limit: number, read: (paper: Paper) => PaperVocabulary): number {
      return inTransaction(db, () => {
        const rows: PaperRow[] = uncounted.all(limit);
        // A common word is written once for all papers at hand.
        const counts = new Map<string, { papers: number }>();
        for (const row of rows) {
          const { words, abbreviations } = read(paperOf(row));
          for (const word of words) {
            const count = counts.get(word);
            if (count) count.papers += 1;
            else counts.set(word, { papers: 1 });
          }
          for (const { short, longKey, long } of abbreviations) countAbbreviation.run(short, longKey, long);
          dropUncounted.run(row.key);
        }
        // In the order of the table, in which neighbours lie on one page.
        for (const word of [...counts.keys()].sort()) countWord.run(word, counts.get(word)?.papers ?? 0);
        return rows.length;
      });
    },

    commonWords: (minPapers: number): CountedWord[] => commonWords.all(minPapers),
    meaningsOf: (shorts: readonly string[]): Abbreviation[] => byShort.all(JSON.stringify(shorts)),
    abbreviationsOf: (longKeys: readonly string[]): Abbreviation[] => byLong.all(JSON.stringify(longKeys)),
  };
}
