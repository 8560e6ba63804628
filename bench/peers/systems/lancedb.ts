/**
 * LanceDB as in https://docs.lancedb.com/search/hybrid-search: vector and full-text search, fused by its RRF reranker.
 */
import { connect, Index, rerankers, type Table } from '@lancedb/lancedb';
import type { Paper } from '../../../src/domain/paper.ts';
import { type OpenSystem, RESULTS, type System } from '../system.ts';

export const exact: System = {
  settings:
    'one text column (title. abstract) with its full-text index; no vector index, so an exact scan; RRF',
  open: (folder, dims) => open(folder, dims, undefined),
};

export const hnsw: System = {
  settings: 'the same with an IVF_HNSW_SQ index on the vectors, defaults',
  open: (folder, dims) => open(folder, dims, Index.hnswSq({ distanceType: 'cosine' })),
};

async function open(folder: string, dims: number, vectorIndex: Index | undefined): Promise<OpenSystem> {
  const database = await connect(folder);
  const reranker = await rerankers.RRFReranker.create();
  const exists = (await database.tableNames()).includes('papers');
  let table: Table | undefined = exists ? await database.openTable('papers') : undefined;
  const opened = (): Table => {
    if (!table) throw new Error('nothing has been added yet');
    return table;
  };
  const ask = (question: string, vector: Float32Array) =>
    opened()
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      .fullTextSearch(question)
      .rerank(reranker)
      .select(['id', 'title', 'text', 'published'])
      .limit(RESULTS);
  const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

  return {
    async add(papers, vectors) {
      const rows = rowsOf(papers, vectors, dims);
      if (table) await table.add(rows);
      else table = await database.createTable('papers', rows);
    },
    async finish() {
      await opened().createIndex('text', { config: Index.fts() });
      await opened().createIndex('id', { config: Index.btree() });
      await opened().createIndex('published', { config: Index.btree() });
      if (vectorIndex) await opened().createIndex('vector', { config: vectorIndex });
    },
    search: async (question, vector) => idsOf(await ask(question, vector).toArray()),
    searchSince: async (question, vector, day) =>
      idsOf(
        await ask(question, vector)
          .where(`published >= ${sqlText(day)}`)
          .toArray(),
      ),
    async upsert(paper, vector) {
      await opened()
        .mergeInsert('id')
        .whenMatchedUpdateAll()
        .whenNotMatchedInsertAll()
        .execute(rowsOf([paper], vector, dims));
    },
    async close() {
      opened().close();
      database.close();
    },
  };
}

const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const rowsOf = (papers: readonly Paper[], vectors: Float32Array, dims: number) =>
  papers.map(({ id, title, abstract, published = '' }, i) => ({
    id,
    title,
    text: `${title}. ${abstract}`,
    published,
    vector: Array.from(vectors.subarray(i * dims, (i + 1) * dims)),
  }));
