/** The sources' lists, one a source and day. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Listing, ListingEntry } from '../../paper.ts';
import type { PaperTable } from './papers.ts';
import { inTransaction } from './transaction.ts';

interface ListingRow {
  readonly key: number;
  readonly source: Listing['source'];
  readonly day: string;
}

export function createListingTable(db: DatabaseSyncInstance, papers: PaperTable) {
  const find = db.prepare('SELECT key, source, day FROM listings WHERE source = ? AND day = ?');
  // A list without a day has the empty day, which sorts below every other.
  const newest = db.prepare(`
    SELECT key, source, day FROM listings
    WHERE EXISTS (SELECT 1 FROM listing_entries WHERE listing = listings.key)
    ORDER BY day DESC, source LIMIT 1
  `);
  const drop = db.prepare('DELETE FROM listings WHERE source = ? AND day = ?');
  const insert = db.prepare('INSERT INTO listings (source, day) VALUES (?, ?)');
  // A paper that stands twice in a list, perhaps by a former id, keeps its better place.
  const insertEntry = db.prepare(`
    INSERT INTO listing_entries (listing, rank, paper, votes, comments, stars) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (paper, listing) DO NOTHING
  `);
  const entriesOf = db.prepare(`
    SELECT papers.id AS paperId, votes, comments, stars
    FROM listing_entries JOIN papers ON papers.key = listing_entries.paper
    WHERE listing = ? ORDER BY rank
  `);

  function readListing(row: ListingRow | undefined): Listing | undefined {
    if (!row) return undefined;
    const entries: {
      paperId: string;
      votes: number | null;
      comments: number | null;
      stars: number | null;
    }[] = entriesOf.all(row.key);
    return {
      source: row.source,
      day: row.day || undefined,
      entries: entries.map((entry) => ({
        paperId: entry.paperId,
        votes: entry.votes ?? undefined,
        comments: entry.comments ?? undefined,
        stars: entry.stars ?? undefined,
      })),
    };
  }

  function addEntry(listing: number | bigint, rank: number, entry: ListingEntry): void {
    const paper = papers.findKey(entry.paperId);
    if (paper === undefined) throw new Error(`A listing names ${entry.paperId}, which is not stored.`);
    insertEntry.run(listing, rank, paper, entry.votes ?? null, entry.comments ?? null, entry.stars ?? null);
  }

  return {
    save({ source, day = '', entries }: Listing): void {
      inTransaction(db, () => {
        drop.run(source, day);
        const { lastInsertRowid: listing } = insert.run(source, day);
        for (const [rank, entry] of entries.entries()) addEntry(listing, rank, entry);
      });
    },

    newest: (): Listing | undefined => readListing(newest.get()),

    get: (source: Listing['source'], day: string | undefined): Listing | undefined =>
      readListing(find.get(source, day ?? '')),
  };
}
