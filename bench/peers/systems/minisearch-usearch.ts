/** MiniSearch for the words and usearch for the vectors, fused by RRF: the usual do-it-yourself combination. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import MiniSearch, { type Options } from 'minisearch';
import { Index, MetricKind } from 'usearch';
import type { Paper } from '../../../src/domain/paper.ts';
import { type OpenSystem, RESULTS, type System } from '../system.ts';

/** The constant of Cormack, Clarke and Büttcher 2009, and the usual default. */
const RRF_K = 60;
const CANDIDATES = 100;
// usearch has no filter in JavaScript: more results are fetched and then filtered.
const CANDIDATES_FILTERED = 1_000;

export const system: System = {
  settings:
    'defaults (BM25+ over title and abstract; HNSW, cosine, f32); RRF with k = 60 over 100 + 100 candidates',
  open,
};

/** A document's number in MiniSearch is its key in usearch. */
interface Document {
  readonly key: number;
  readonly paperId: string;
  readonly title: string;
  readonly abstract: string;
  readonly published: string;
}

const OPTIONS: Options<Document> = {
  idField: 'key',
  fields: ['title', 'abstract'],
  storeFields: ['paperId', 'title', 'abstract', 'published'],
};

async function open(folder: string, dims: number): Promise<OpenSystem> {
  const wordsFile = join(folder, 'minisearch.json');
  const vectorsFile = join(folder, 'usearch.bin');
  const vectorIndex = new Index(dims, MetricKind.Cos);
  let wordIndex = new MiniSearch<Document>(OPTIONS);
  const keys = new Map<string, number>();
  if (existsSync(wordsFile)) {
    wordIndex = MiniSearch.loadJSON<Document>(await readFile(wordsFile, 'utf8'), OPTIONS);
    vectorIndex.load(vectorsFile);
    for (let key = 0; key < wordIndex.documentCount; key++) keys.set(field(wordIndex, key, 'paperId'), key);
  }
  const documentOf = ({ id, title, abstract, published = '' }: Paper): Document => {
    const key = keys.get(id) ?? keys.size;
    keys.set(id, key);
    return { key, paperId: id, title, abstract, published };
  };
  const ask = (question: string, vector: Float32Array, day?: string): string[] => {
    const byWords = wordIndex.search(
      question,
      day === undefined ? {} : { filter: (hit) => hit.published >= day },
    );
    const near = vectorIndex.search(vector, day === undefined ? CANDIDATES : CANDIDATES_FILTERED, 1);
    const byMeaning = Array.from(near.keys, Number).filter(
      (key) => day === undefined || field(wordIndex, key, 'published') >= day,
    );
    const scores = new Map<number, number>();
    for (const ranking of [
      byWords.slice(0, CANDIDATES).map(({ id }) => Number(id)),
      byMeaning.slice(0, CANDIDATES),
    ]) {
      ranking.forEach((key, rank) => {
        scores.set(key, (scores.get(key) ?? 0) + 1 / (RRF_K + rank + 1));
      });
    }
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, RESULTS);
    return best.map(([key]) => field(wordIndex, key, 'paperId'));
  };
  return {
    async add(papers, vectors) {
      const documents = papers.map(documentOf);
      wordIndex.addAll(documents);
      vectorIndex.add(
        BigUint64Array.from(documents, ({ key }) => BigInt(key)),
        vectors,
        0,
      );
    },
    async finish() {
      await writeFile(wordsFile, JSON.stringify(wordIndex));
      vectorIndex.save(vectorsFile);
    },
    search: async (question, vector) => ask(question, vector),
    searchSince: async (question, vector, day) => ask(question, vector, day),
    async upsert(paper, vector) {
      const isNew = !keys.has(paper.id);
      const document = documentOf(paper);
      if (isNew) wordIndex.add(document);
      else {
        wordIndex.replace(document);
        vectorIndex.remove(BigInt(document.key));
      }
      vectorIndex.add(BigInt(document.key), vector, 1);
    },
    async close() {},
  };
}

const field = (words: MiniSearch<Document>, key: number, name: 'paperId' | 'published'): string =>
  String(words.getStoredFields(key)?.[name]);
