/** Vectors, and the change feeds of papers and of vectors. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Paper } from '../../domain/paper.ts';
import type { ChangePage } from '../change-feed.ts';
import type { PaperText } from '../papers.ts';
import type { NewPaperVector, StoredVector } from '../vectors.ts';
import { createChangeFeedReader, createListReader, prepareFeed } from './change-feed-reader.ts';
import type { ChangeFeedWriter } from './change-feed-writer.ts';
import { filterDay } from './filter-day.ts';
import { type PaperRow, type PaperTable, paperOf } from './papers.ts';

type VectorRow = readonly [
  cursor: number,
  paperId: string,
  scale: number,
  components: Uint8Array,
  published: string | null,
  categories: string, // JSON list
];
type TextRow = readonly [
  cursor: number,
  paperId: string,
  title: string,
  abstract: string,
  authors: string, // JSON list
  categories: string, // JSON list
  published: string | null,
];

export function createVectorTable(db: DatabaseSyncInstance, papers: PaperTable, feed: ChangeFeedWriter) {
  const addModel = db.prepare('INSERT OR IGNORE INTO models (id) VALUES (?)');
  const findModel = db.prepare('SELECT key FROM models WHERE id = ?');
  const withoutVector = db.prepare(`
    SELECT * FROM papers
    WHERE key > ? AND NOT EXISTS (SELECT 1 FROM vectors WHERE vectors.paper = papers.key AND vectors.model = ?)
    ORDER BY key LIMIT ?
  `);
  const withText = db.prepare('SELECT 1 FROM papers WHERE key = ? AND title = ? AND abstract = ?');
  const insert = db.prepare(
    'INSERT OR REPLACE INTO vectors (cursor, model, paper, scale, components) VALUES (?, ?, ?, ?, ?)',
  );
  const since = prepareFeed(
    db,
    `SELECT vectors.cursor, papers.id, vectors.scale, vectors.components,
       ${filterDay('papers')}, papers.categories
     FROM vectors JOIN papers INDEXED BY papers_by_key ON papers.key = vectors.paper
     WHERE vectors.cursor > ? AND vectors.model = ? ORDER BY vectors.cursor LIMIT ?`,
  );
  const papersSince = prepareFeed(
    db,
    `SELECT key, id, title, abstract, authors, categories, ${filterDay('papers')}
     FROM papers WHERE key > ? ORDER BY key LIMIT ?`,
  );
  const readFeed = createChangeFeedReader(db);
  const countRows = db.prepare('SELECT count(*) AS vectors FROM vectors WHERE model = ?');
  const countByModel = db.prepare(`
    SELECT models.id AS modelId, count(*) AS vectors FROM vectors JOIN models ON models.key = vectors.model
    GROUP BY models.key ORDER BY count(*) DESC, models.key DESC
  `);
  const dropOthers = db.prepare(
    'DELETE FROM vectors WHERE cursor IN (SELECT cursor FROM vectors WHERE model <> ? LIMIT ?)',
  );

  // By model, a key up to which every paper had a vector at the last look: saves reading them all for each batch.
  const floors = new Map<string, number>();

  function modelKey(modelId: string): number | undefined {
    return findModel.get(modelId)?.key;
  }

  function countVectors(modelId: string): number {
    return countRows.get(modelKey(modelId) ?? null).vectors;
  }

  return {
    missing(modelId: string, limit: number, after?: string): Paper[] {
      if (countVectors(modelId) === papers.count()) return [];
      const model = modelKey(modelId) ?? null;
      if (after !== undefined) {
        const key = papers.findKey(after);
        const rows: PaperRow[] = key === undefined ? [] : withoutVector.all(key, model, limit);
        return rows.map(paperOf);
      }
      let rows: PaperRow[] = withoutVector.all(floors.get(modelId) ?? 0, model, limit);
      // Below the floor, a changed text may have dropped a vector since.
      if (rows.length === 0) rows = withoutVector.all(0, model, limit);
      floors.set(modelId, (rows[0]?.key ?? 1) - 1);
      return rows.map(paperOf);
    },

    add(modelId: string, vectors: readonly NewPaperVector[]): void {
      feed.write(() => {
        addModel.run(modelId);
        const model = modelKey(modelId);
        for (const { paperId, values, scale, embeddedText } of vectors) {
          const paper = papers.findKey(paperId);
          if (paper === undefined) continue;
          if (embeddedText && !withText.get(paper, embeddedText.title, embeddedText.abstract)) continue;
          const components = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
          insert.run(feed.next(), model, paper, scale, components);
        }
      });
    },

    since(modelId: string, cursor: number, limit: number): ChangePage<StoredVector> {
      const readRows = (): VectorRow[] => since.all(cursor, modelKey(modelId) ?? null, limit);
      const listOf = createListReader();
      return readFeed(cursor, limit, readRows, ([, paperId, scale, components, published, categories]) => ({
        paperId,
        scale,
        categories: listOf(categories),
        published: published ?? undefined,
        values: new Int8Array(components.buffer, components.byteOffset, components.byteLength),
      }));
    },

    countByModel: (): { modelId: string; vectors: number }[] => countByModel.all(),

    dropOthers(modelId: string, limit: number): number {
      if (countVectors(modelId) === 0) return 0;
      return Number(dropOthers.run(modelKey(modelId), limit).changes);
    },

    papersSince(cursor: number, limit: number): ChangePage<PaperText> {
      const readRows = (): TextRow[] => papersSince.all(cursor, limit);
      const listOf = createListReader();
      return readFeed(
        cursor,
        limit,
        readRows,
        ([, paperId, title, abstract, authors, categories, published]) => ({
          paperId,
          title,
          abstract,
          authors: JSON.parse(authors),
          categories: listOf(categories),
          published: published ?? undefined,
        }),
      );
    },

    count: countVectors,
  };
}
