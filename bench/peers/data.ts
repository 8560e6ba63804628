/** Writes the records, their vectors and the queries to files, so that every system's processes read the same. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Paper } from '../../src/domain/paper.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';
import { paperText } from '../../src/embedding/paper-text.ts';
import { openLines, readPapers } from '../../src/ingest/sources/file.ts';
import { projectPath } from '../../src/lib/package-root.ts';
import { CORPUS } from '../corpus.ts';
import { makeQuestions, type Question } from './questions.ts';

export interface Asked extends Question {
  readonly vector: Float32Array; // [dims], unit length
}

interface Meta {
  readonly dims: number;
  readonly batches: number;
  readonly questions: readonly Question[];
  /** About a quarter of all papers are from this ISO day or later. */
  readonly filterDay: string;
}

export const BATCH_PAPERS = 5_000;
const QUESTIONS_OF_EACH_KIND = 500;
const EMBED_PAPERS = 500;

/** All papers of the corpus, or the bundled ones without it. */
export async function readRecords(): Promise<{ papers: Paper[]; hasCorpus: boolean }> {
  const hasCorpus = existsSync(CORPUS);
  const papers: Paper[] = [];
  for await (const record of readPapers(openLines(hasCorpus ? CORPUS : projectPath('data/papers.jsonl')))) {
    if ('paper' in record) papers.push(record.paper);
  }
  return { papers, hasCorpus };
}

/** Writes everything into the folder; returns the time to embed the records and a query. */
export async function writeData(
  folder: string,
  papers: readonly Paper[],
  embedder: Embedder,
): Promise<{ readonly embedMs: number; readonly questionMs: number }> {
  await mkdir(folder, { recursive: true });
  let embedMs = 0;
  let batches = 0;
  for (let from = 0; from < papers.length; from += BATCH_PAPERS) {
    const batch = papers.slice(from, from + BATCH_PAPERS);
    const started = performance.now();
    const vectors: Float32Array[] = [];
    for (let at = 0; at < batch.length; at += EMBED_PAPERS) {
      vectors.push(...(await embedder.embed(batch.slice(at, at + EMBED_PAPERS).map(paperText), 'passage')));
    }
    embedMs += performance.now() - started;
    await writeFile(join(folder, `papers-${batches}.json`), JSON.stringify(batch));
    await writeVectors(join(folder, `vectors-${batches}.f32`), vectors, embedder.dims);
    batches++;
  }
  const questions = makeQuestions(papers, QUESTIONS_OF_EACH_KIND);
  const asked: Float32Array[] = [];
  const started = performance.now();
  for (const { text } of questions) asked.push(...(await embedder.embed([text], 'query')));
  const questionMs = (performance.now() - started) / questions.length;
  await writeVectors(join(folder, 'questions.f32'), asked, embedder.dims);
  const days = papers.map(({ published = '' }) => published).sort();
  const meta: Meta = {
    dims: embedder.dims,
    batches,
    questions,
    filterDay: days[Math.floor(days.length * 0.75)] ?? '',
  };
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta));
  return { embedMs, questionMs };
}

export const readMeta = async (folder: string): Promise<Meta> =>
  JSON.parse(await readFile(join(folder, 'meta.json'), 'utf8'));

/** The papers in batches with their vectors [papers x dims], so that no process holds all of them. */
export async function* readBatches(
  folder: string,
  { batches }: Meta,
): AsyncGenerator<{ papers: Paper[]; vectors: Float32Array }> {
  for (let i = 0; i < batches; i++) {
    yield {
      papers: JSON.parse(await readFile(join(folder, `papers-${i}.json`), 'utf8')),
      vectors: await readVectors(join(folder, `vectors-${i}.f32`)),
    };
  }
}

export async function readQuestions(folder: string, { dims, questions }: Meta): Promise<Asked[]> {
  const vectors = await readVectors(join(folder, 'questions.f32'));
  return questions.map((question, i) => ({ ...question, vector: vectors.slice(i * dims, (i + 1) * dims) }));
}

async function writeVectors(path: string, vectors: readonly Float32Array[], dims: number): Promise<void> {
  const all = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, row) => {
    all.set(vector, row * dims);
  });
  await writeFile(path, new Uint8Array(all.buffer));
}

async function readVectors(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  return new Float32Array(new Uint8Array(bytes).buffer);
}
