/** The compared rankers: Paperboy, BM25 alone, the dense model alone, and an outside model. */
import { UserError } from '../../src/domain/errors.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';
import { createVectorIndex, type VectorIndex } from '../../src/index/vector/vector-index.ts';
import { queryTerms } from '../../src/retrieval/lexical.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { fuseReciprocalRanks } from '../../src/retrieval/rank-fusion.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';

export interface Answer {
  /** Paper ids, best first. */
  readonly ids: readonly string[];
  /** The system's own answerability; true for systems that never abstain. */
  readonly confident: boolean;
}

export interface System {
  readonly name: string;
  readonly search: (query: string, limit: number) => Promise<Answer>;
}

const CANDIDATES = 100;

export function paperboy(engine: SearchEngine, name = 'Paperboy'): System {
  return {
    name,
    async search(query, limit) {
      try {
        const { matches, confident } = await searchPapers(engine, parseQuery(query), {
          from: 0,
          count: limit,
        });
        return { ids: matches.map(({ paper }) => paper.id), confident };
      } catch (error) {
        if (error instanceof UserError) return { ids: [], confident: false };
        throw error;
      }
    },
  };
}

/** BM25 over the stems of title and abstract, all words of the query. */
export function bm25({ lexical }: SearchEngine): System {
  return {
    name: 'BM25, stemmed',
    async search(query, limit) {
      const hits = await lexical.search(queryTerms(query), limit);
      return { ids: hits.map(({ paperId }) => paperId), confident: true };
    },
  };
}

export function dense({ embedder, vectors }: SearchEngine): System {
  return { name: 'dense alone', search: (query, limit) => nearest(embedder, vectors, query, limit) };
}

/** Reciprocal rank fusion of BM25 and an outside model, 100 candidates each. */
export function outsideFusion(engine: SearchEngine, embedder: Embedder, vectors: VectorIndex): System {
  const words = bm25(engine);
  return {
    name: `RRF of BM25 and ${embedder.modelId.replace(/@.*/, '')}`,
    async search(query, limit) {
      const byWords = await words.search(query, CANDIDATES);
      const byMeaning = await nearest(embedder, vectors, query, CANDIDATES);
      return { ids: fuseReciprocalRanks([byWords.ids, byMeaning.ids]).slice(0, limit), confident: true };
    },
  };
}

async function nearest(
  embedder: Embedder,
  vectors: VectorIndex,
  query: string,
  limit: number,
): Promise<Answer> {
  const [vector] = await embedder.embed([query], 'query');
  const hits = vector ? vectors.nearest(vector, limit) : [];
  return { ids: hits.map(({ paperId }) => paperId), confident: true };
}

/** All stored vectors of a model. */
export async function readVectors({ stores }: SearchEngine, embedder: Embedder): Promise<VectorIndex> {
  const vectors = createVectorIndex(embedder.dims);
  for (let cursor = 0; ; ) {
    const feed = await stores.vectors.since(embedder.modelId, cursor, 5_000);
    if (feed.items.length === 0) return vectors;
    vectors.add(feed.items);
    cursor = feed.cursor;
  }
}
