/** Orama as in https://docs.orama.com/docs/orama-js/search/hybrid-search. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, insertMultiple, type Orama, search, upsert } from '@orama/orama';
import type { Paper } from '../../../src/domain/paper.ts';
import { type OpenSystem, RESULTS, type System } from '../system.ts';

const schemaOf = <const Dims extends number>(dims: Dims) =>
  ({ title: 'string', abstract: 'string', day: 'number', vector: `vector[${dims}]` }) as const;

type Database = Orama<ReturnType<typeof schemaOf>>;

/**
 * Hardly any query is as similar to a paper as the default requires, so vectors would do nothing. The persistence
 * plugin 3.1.18 can't store this database: `binary` nests too deeply, `seqproto` fails on vectors, and `json` exceeds
 * the longest string. The papers are therefore stored, and inserted again at the start.
 */
export const system: System = {
  settings: 'defaults, but similarity 0.3 instead of 0.8; built anew at each start',
  open: (folder, dims) => open(folder, dims, 0.3),
};

async function open(folder: string, dims: number, similarity: number): Promise<OpenSystem> {
  const database: Database = create({ schema: schemaOf(dims) });
  const put = async (papers: readonly Paper[], vectors: Float32Array): Promise<void> => {
    const documents = papers.map((paper, i) => documentOf(paper, vectors.subarray(i * dims, (i + 1) * dims)));
    await insertMultiple(database, documents, 1_000);
  };
  const kept = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  for (const name of kept) {
    const bytes = await readFile(join(folder, name.replace('.json', '.f32')));
    await put(
      JSON.parse(await readFile(join(folder, name), 'utf8')),
      new Float32Array(new Uint8Array(bytes).buffer),
    );
  }
  let files = kept.length;
  const ask = async (
    term: string,
    vector: Float32Array,
    where?: { day: { gte: number } },
  ): Promise<string[]> => {
    const { hits } = await search(database, {
      mode: 'hybrid',
      term,
      vector: { value: vector, property: 'vector' },
      similarity,
      limit: RESULTS,
      ...(where && { where }),
    });
    return hits.map(({ id }) => id);
  };
  return {
    async add(papers, vectors) {
      await put(papers, vectors);
      await writeFile(join(folder, `${files}.json`), JSON.stringify(papers));
      await writeFile(join(folder, `${files}.f32`), new Uint8Array(vectors.buffer));
      files++;
    },
    async finish() {},
    search: (question, vector) => ask(question, vector),
    searchSince: (question, vector, day) => ask(question, vector, { day: { gte: dayNumber(day) } }),
    async upsert(paper, vector) {
      await upsert(database, documentOf(paper, vector));
    },
    async close() {},
  };
}

const documentOf = ({ id, title, abstract, published = '' }: Paper, vector: Float32Array) => ({
  id,
  title,
  abstract,
  day: dayNumber(published),
  vector: Array.from(vector),
});

/** 2026-04-01 as 20260401, because its comparisons are numeric. */
const dayNumber = (day: string): number => Number(day.replaceAll('-', ''));
