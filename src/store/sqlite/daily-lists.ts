/** The sources' daily lists, one per source and day. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DailyList, DailyListEntry } from '../../domain/paper.ts';
import { utcDay } from '../../lib/days.ts';
import type { PaperCounts } from '../daily-lists.ts';
import type { PaperTable } from './papers.ts';
import { inTransaction } from './transaction.ts';

interface DailyListRow {
  readonly key: number;
  readonly source: DailyList['source'];
  readonly day: string;
}

interface CountColumns {
  readonly votes: number | null;
  readonly comments: number | null;
  readonly stars: number | null;
}

export function createDailyListTable(db: DatabaseSyncInstance, papers: PaperTable) {
  // A list without a day has the empty string, which sorts below every other.
  const newest = db.prepare(`
    SELECT key, source, day FROM listings
    WHERE (?1 IS NULL OR source = ?1) AND EXISTS (SELECT 1 FROM listing_entries WHERE listing = listings.key)
    ORDER BY day DESC, source LIMIT 1
  `);
  const drop = db.prepare('DELETE FROM listings WHERE source = ? AND day = ?');
  const insert = db.prepare('INSERT INTO listings (source, day) VALUES (?, ?)');
  // A paper listed twice, perhaps under a former id, keeps its better position.
  const insertEntry = db.prepare(`
    INSERT INTO listing_entries (listing, rank, paper, votes, comments, stars, picture)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (paper, listing) DO NOTHING
  `);
  const entriesOf = db.prepare(`
    SELECT papers.id AS paperId, votes, comments, stars, picture
    FROM listing_entries JOIN papers ON papers.key = listing_entries.paper
    WHERE listing = ? ORDER BY rank
  `);

  const between = db.prepare(
    'SELECT key, source, day FROM listings WHERE day BETWEEN ? AND ? ORDER BY day DESC, source',
  );
  // An unknown count keeps the day's earlier value.
  const count = db.prepare(`
    INSERT INTO paper_counts (day, paper, votes, comments, stars) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (day, paper) DO UPDATE SET votes = coalesce(excluded.votes, votes),
      comments = coalesce(excluded.comments, comments), stars = coalesce(excluded.stars, stars)
  `);
  const countsFrom = db.prepare(`
    SELECT papers.id AS paperId, day, votes, comments, stars
    FROM paper_counts JOIN papers ON papers.key = paper_counts.paper
    WHERE day >= ? ORDER BY day, paper_counts.paper
  `);

  function readDailyList(row: DailyListRow | undefined): DailyList | undefined {
    if (!row) return undefined;
    const entries: ({ paperId: string; picture: string | null } & CountColumns)[] = entriesOf.all(row.key);
    return {
      source: row.source,
      day: row.day || undefined,
      entries: entries.map((entry) => ({
        paperId: entry.paperId,
        ...countsOf(entry),
        picture: entry.picture ?? undefined,
      })),
    };
  }

  function addEntry(
    dailyList: number | bigint,
    rank: number,
    entry: DailyListEntry,
    countedOn: string | undefined,
  ): void {
    const paper = papers.findKey(entry.paperId);
    if (paper === undefined) throw new Error(`A listing names ${entry.paperId}, which is not stored.`);
    const counts = [entry.votes ?? null, entry.comments ?? null, entry.stars ?? null];
    insertEntry.run(dailyList, rank, paper, ...counts, entry.picture ?? null);
    if (countedOn && counts.some((value) => value !== null)) count.run(countedOn, paper, ...counts);
  }

  return {
    save({ source, day = '', entries }: DailyList, readAt?: Date): void {
      const countedOn = readAt && utcDay(readAt.getTime());
      inTransaction(db, () => {
        drop.run(source, day);
        const { lastInsertRowid: dailyList } = insert.run(source, day);
        for (const [rank, entry] of entries.entries()) addEntry(dailyList, rank, entry, countedOn);
      });
    },

    newest: (source?: DailyList['source']): DailyList | undefined =>
      readDailyList(newest.get(source ?? null)),

    between: (since: string, until: string): DailyList[] =>
      between
        .all(since, until)
        .map(readDailyList)
        .filter((dailyList: DailyList | undefined) => dailyList !== undefined),

    countsSince(since: string): PaperCounts[] {
      const rows: ({ paperId: string; day: string } & CountColumns)[] = countsFrom.all(since);
      return rows.map((row) => ({ paperId: row.paperId, day: row.day, ...countsOf(row) }));
    },
  };
}

function countsOf({ votes, comments, stars }: CountColumns) {
  return { votes: votes ?? undefined, comments: comments ?? undefined, stars: stars ?? undefined };
}
