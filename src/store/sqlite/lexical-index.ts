/** The word index: each paper's stems are stored with it, and read into memory when words are first asked for. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { encodeTerms } from '../../index/lexical/encoded-terms.ts';
import { createInvertedIndex, type IndexedPaper } from '../../index/lexical/inverted-index.ts';
import type { Scored, SearchOptions } from '../lexical.ts';
import { createChangeFeedReader, createListReader, prepareFeed } from './change-feed-reader.ts';
import { filterDay } from './filter-day.ts';
import type { FilterTable } from './filters.ts';
import type { Stems } from './terms.ts';

type TextRow = readonly [
  cursor: number,
  paperId: string,
  text: Uint8Array,
  published: string | null,
  categories: string, // JSON list
];

const PAGE_ROWS = 5_000;
const ALL = -1; // no LIMIT, to SQLite
const NO_STEM = -1;

export type LexicalIndex = ReturnType<typeof createLexicalIndex>;

export function createLexicalIndex(db: DatabaseSyncInstance, stems: Stems, filters: FilterTable) {
  const lastPlace = db.prepare('SELECT last FROM feed');
  const since = prepareFeed(
    db,
    `SELECT paper_stems.cursor, papers.id, paper_stems.text, ${filterDay('papers')}, papers.categories
     FROM paper_stems JOIN papers INDEXED BY papers_by_key ON papers.key = paper_stems.paper
     WHERE paper_stems.cursor > ? ORDER BY paper_stems.cursor LIMIT ?`,
  );
  const texts = db.prepare(`
    SELECT papers.id, papers.title, papers.abstract, paper_stems.text
    FROM papers LEFT JOIN paper_stems ON paper_stems.paper = papers.key
  `);
  const readFeed = createChangeFeedReader(db);

  let index = createInvertedIndex();
  let cursor = 0;
  let seen = 0; // the last place in the feeds when it was last read

  /** Takes in what changed, by this connection or another. */
  function refresh(): void {
    const { last } = lastPlace.get();
    if (last === seen) return;
    if (index.needsCompaction) {
      index = createInvertedIndex();
      cursor = 0;
    }
    for (;;) {
      const from = cursor;
      const listOf = createListReader();
      const readRows = (): TextRow[] => since.all(from, PAGE_ROWS);
      const feed = readFeed(from, PAGE_ROWS, readRows, (row) => indexedPaper(row, listOf));
      index.remove(feed.removed);
      index.add(feed.items);
      cursor = feed.cursor;
      if (feed.items.length < PAGE_ROWS) break;
    }
    seen = last;
  }

  return {
    refresh,

    /** A word of several stems, such as gpt-4, counts as its rarest stem, which it cannot exceed. */
    count(words: readonly string[]): number[] {
      refresh();
      return words.map((word) => {
        const counts = stems.find(word).map(index.count);
        return counts.length > 0 ? Math.min(...counts) : 0;
      });
    },

    match(
      words: readonly string[],
      limit: number,
      { filter, also, synonyms = [] }: SearchOptions = {},
    ): Scored[] {
      refresh();
      const asked = [...new Set(words)].map(stems.find);
      const authors = filter?.authors ?? [];
      const theirs = authors.length > 0 ? filters.newest({ categories: [], authors }, ALL) : undefined;
      const encoded = synonyms.map(({ of, term, weight }) => ({
        of: of.map(stems.find),
        term: stems.find(term),
        weight,
      }));
      return index.match(asked, limit, { filter, also, theirs, synonyms: encoded });
    },

    /** Of each paper [papers x words] the places of each word; a word that is split counts as its first part. */
    places(words: readonly string[], paperIds: readonly string[]): number[][][] {
      refresh();
      const asked = words.map((word) => stems.find(word)[0] ?? NO_STEM);
      return paperIds.map((paperId) => index.positions(paperId, asked));
    },

    /** The id of a paper whose stored stems are not those of its text, if there is any; reads all papers. */
    findWrong(): string | undefined {
      const rows: Iterable<{ id: string; title: string; abstract: string; text: Uint8Array | null }> =
        texts.iterate();
      for (const { id, title, abstract, text } of rows) {
        const right = encodeTerms(stems.find(title), stems.find(abstract));
        if (!text || Buffer.compare(text, right) !== 0) return id;
      }
      return undefined;
    },
  };
}

function indexedPaper(
  [, paperId, text, published, categories]: TextRow,
  listOf: (json: string) => readonly string[],
): IndexedPaper {
  return { paperId, text, published: published ?? undefined, categories: listOf(categories) };
}
