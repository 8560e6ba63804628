/** Papers: one row each, whatever their sources and ids. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

import type { Paper } from '../../domain/paper.ts';
import type { Provenance } from '../../domain/source.ts';
import { titleKey } from '../../text/title-key.ts';
import type { ChangeFeedWriter } from './change-feed-writer.ts';
import { authorWordsOf } from './filters.ts';
import { allFrom, type KnownPaper, merge } from './merge.ts';

/** A row of `papers`. */
export interface PaperRow {
  readonly key: number;
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly authors: string;
  readonly categories: string;
  readonly published: string | null;
  readonly repository: string | null;
  /** 1 if withdrawn, 0 if not, null if no source said. */
  readonly withdrawn: number | null;
  /** Each field's source, in merge.ts's format. */
  readonly origins: string;
}

export type PaperTable = ReturnType<typeof createPaperTable>;

export function createPaperTable(db: DatabaseSyncInstance, feed: ChangeFeedWriter) {
  const byId = db.prepare('SELECT * FROM papers WHERE id = ?');
  const keyById = db.prepare('SELECT key FROM papers WHERE id = ?');
  const byFormerId = db.prepare(
    'SELECT papers.* FROM former_ids JOIN papers ON papers.key = former_ids.paper WHERE former_ids.id = ?',
  );
  const byTitle = db.prepare("SELECT * FROM papers WHERE title_key = ? ORDER BY id LIKE 'local:%', key");
  const insertRow = db.prepare(
    'INSERT INTO papers (key, id, title, title_key, abstract, authors, categories, published, repository, withdrawn, origins) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const updateRow = db.prepare(
    'UPDATE papers SET key = ?, id = ?, title = ?, title_key = ?, abstract = ?, authors = ?, categories = ?, published = ?, repository = ?, withdrawn = ?, origins = ? WHERE key = ?',
  );
  const deleteRow = db.prepare('DELETE FROM papers WHERE key = ?');
  const addAuthors = db.prepare('INSERT INTO author_words (rowid, authors) VALUES (?, ?)');
  const dropAuthors = db.prepare('DELETE FROM author_words WHERE rowid = ?');
  const dropVectors = db.prepare('DELETE FROM vectors WHERE paper = ?');
  const cursorsOfVectors = db.prepare('SELECT cursor FROM vectors WHERE paper = ? ORDER BY cursor');
  const moveVector = db.prepare('UPDATE vectors SET cursor = ? WHERE cursor = ?');
  const addFormerId = db.prepare('INSERT OR IGNORE INTO former_ids (id, paper) VALUES (?, ?)');
  const moveFormerIds = db.prepare('UPDATE former_ids SET paper = ? WHERE paper = ?');
  const moveEntries = db.prepare('UPDATE OR IGNORE listing_entries SET paper = ? WHERE paper = ?');
  const moveCounts = db.prepare('UPDATE OR IGNORE paper_counts SET paper = ? WHERE paper = ?');
  const movePosted = db.prepare('UPDATE OR IGNORE posted_papers SET paper = ? WHERE paper = ?');
  const addGoneId = db.prepare('INSERT INTO gone_ids (cursor, id) VALUES (?, ?)');
  const dropGoneId = db.prepare('DELETE FROM gone_ids WHERE id = ?');
  const countRows = db.prepare('SELECT count(*) AS papers FROM papers');
  // SQLite counts rows by visiting all of them, and every query needs the count.
  let counted = { at: -1, papers: 0 };

  function findRow(id: string): PaperRow | undefined {
    return byId.get(id) ?? byFormerId.get(id);
  }

  /** The row that is the same paper by title alone, which requires that one of the two lacks an arXiv id. */
  function findDuplicate(paper: Paper, known: PaperRow | undefined): PaperRow | undefined {
    const key = titleKey(paper.title);
    // A title of nothing but symbols identifies nothing.
    if (!key) return undefined;
    const rows: PaperRow[] = byTitle.all(key);
    const id = known?.id ?? paper.id;
    return rows.find((row) => row.key !== known?.key && (isLocal(id) || isLocal(row.id)));
  }

  function insert({ paper, origins }: KnownPaper): void {
    const key = feed.next();
    insertRow.run(key, ...columnsOf(paper), origins);
    addAuthors.run(key, authorWordsOf(paper.authors));
    dropGoneId.run(paper.id);
  }

  function remove(row: PaperRow): void {
    dropAuthors.run(row.key);
    deleteRow.run(row.key);
    addGoneId.run(feed.next(), row.id);
  }

  /**
   * Turns one row into another, with its dependent rows. Returns its key: a new one if its searchable values changed.
   */
  function rewrite(row: PaperRow, { paper, origins }: KnownPaper): number {
    const hasNewId = row.id !== paper.id;
    const hasNewText = row.title !== paper.title || row.abstract !== paper.abstract;
    const hasNewFilterValues =
      row.published !== (paper.published ?? null) || row.categories !== JSON.stringify(paper.categories);
    const authors = JSON.stringify(paper.authors);
    const isSearched = hasNewId || hasNewText || hasNewFilterValues || row.authors !== authors;
    const key = isSearched ? feed.next() : row.key;
    if (isSearched) dropAuthors.run(row.key);
    updateRow.run(key, ...columnsOf(paper), origins, row.key);
    if (isSearched) addAuthors.run(key, authorWordsOf(paper.authors));
    if (hasNewText) dropVectors.run(key);
    if (hasNewId || hasNewFilterValues) {
      const vectors: { cursor: number }[] = cursorsOfVectors.all(key);
      for (const { cursor } of vectors) moveVector.run(feed.next(), cursor);
    }
    if (hasNewId) {
      addGoneId.run(feed.next(), row.id);
      dropGoneId.run(paper.id);
      addFormerId.run(row.id, key);
    }
    return key;
  }

  /** Merges two rows of one paper: `row` takes over the ids and list entries of `other`, which is deleted. */
  function takeOver(row: PaperRow, other: PaperRow): void {
    moveFormerIds.run(row.key, other.key);
    moveEntries.run(row.key, other.key);
    moveCounts.run(row.key, other.key);
    movePosted.run(row.key, other.key);
    remove(other);
    addFormerId.run(other.id, row.key);
  }

  function addOne(given: KnownPaper): 'added' | 'updated' | 'unchanged' {
    const { paper } = given;
    const known = findRow(paper.id);
    const duplicate = findDuplicate(paper, known);
    // The row with an arXiv id is kept if there are two.
    const row = known && !(duplicate && isLocal(known.id) && !isLocal(duplicate.id)) ? known : duplicate;
    if (!row) {
      insert(given);
      return 'added';
    }
    const other = row === known ? duplicate : known;
    const before = knownOf(row);
    const after = merge(other ? merge(knownOf(other), before) : before, given);
    const merged = { ...after.paper, id: isLocal(paper.id) ? row.id : paper.id };
    if (other) takeOver(row, other);
    const isSame = JSON.stringify(columnsOf(before.paper)) === JSON.stringify(columnsOf(merged));
    const isWritten = isSame && before.origins === after.origins;
    const key = isWritten ? row.key : rewrite(row, { paper: merged, origins: after.origins });
    if (paper.id !== merged.id) addFormerId.run(paper.id, key);
    return isSame && !other ? 'unchanged' : 'updated';
  }

  return {
    findKey: (id: string): number | undefined => keyById.get(id)?.key ?? byFormerId.get(id)?.key,

    add(papers: readonly Paper[], from: Provenance = 'file'): { added: number; updated: number } {
      const origins = allFrom(from);
      const counts = { added: 0, updated: 0, unchanged: 0 };
      feed.write(() => {
        for (const paper of papers) counts[addOne({ paper, origins })] += 1;
      });
      return { added: counts.added, updated: counts.updated };
    },

    get(id: string): Paper | undefined {
      const row = findRow(id);
      return row && paperOf(row);
    },

    /** Two ids of the same paper return it once. */
    getMany(ids: readonly string[]): Paper[] {
      const papers = ids.map((id) => this.get(id)).filter((paper) => paper !== undefined);
      return [...new Map(papers.map((paper) => [paper.id, paper])).values()];
    },

    findByTitle(title: string): Paper | undefined {
      const key = titleKey(title);
      const row: PaperRow | undefined = key ? byTitle.get(key) : undefined;
      return row && paperOf(row);
    },

    remove(id: string): boolean {
      return feed.write(() => {
        const row = findRow(id);
        if (!row) return false;
        remove(row);
        return true;
      });
    },

    count(): number {
      const at = feed.last();
      if (at !== counted.at) counted = { at, papers: countRows.get().papers };
      return counted.papers;
    },
  };
}

/** The paper in a row of `papers`. */
export function paperOf(row: PaperRow): Paper {
  return {
    id: row.id,
    title: row.title,
    abstract: row.abstract,
    authors: JSON.parse(row.authors),
    categories: JSON.parse(row.categories),
    published: row.published ?? undefined,
    repository: row.repository ?? undefined,
    withdrawn: row.withdrawn === null ? undefined : row.withdrawn === 1,
  };
}

const knownOf = (row: PaperRow): KnownPaper => ({ paper: paperOf(row), origins: row.origins });

/** The columns of `papers` with the paper's own fields, in their order. */
function columnsOf(paper: Paper) {
  const { id, title, abstract, authors, categories, published, repository, withdrawn } = paper;
  const lists = [JSON.stringify(authors), JSON.stringify(categories)];
  const isWithdrawn = withdrawn === undefined ? null : Number(withdrawn);
  return [id, title, titleKey(title), abstract, ...lists, published ?? null, repository ?? null, isWithdrawn];
}

function isLocal(id: string): boolean {
  return id.startsWith('local:');
}
