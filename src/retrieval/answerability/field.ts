/**
 * Titles that represent the whole field: they separate topics that this catalog lacks from topics outside the field.
 */
import { readFile } from 'node:fs/promises';
import type { Embedder } from '../../embedding/embedder.ts';
import { quantise } from '../../embedding/quantise.ts';
import { createVectorIndex, type VectorIndex } from '../../index/vector/vector-index.ts';
import { projectPath } from '../../lib/package-root.ts';
import { stem } from '../../text/stem.ts';
import { queryTerms } from '../lexical.ts';

export interface FieldTitles {
  /**
   * The highest cosine of a unit vector [dims] with a title of the field; 0 for a model with layers, which is too slow.
   */
  nearestTitle(embedder: Embedder, query: Float32Array): Promise<number>;
  /** True for a word that names a subject of the field: enough titles have it, in any form. */
  isTerm(word: string): Promise<boolean>;
}

// Out of 1,000 titles.
const MIN_TITLES_OF_TERM = 5;

/** Reads the titles on first use, and embeds them again after a change of model. */
export function createFieldTitles(path = projectPath('data/field-titles.txt')): FieldTitles {
  let titles: Promise<string[]> | undefined;
  let terms: Promise<ReadonlySet<string>> | undefined;
  let embedded: { readonly modelId: string; readonly vectors: Promise<VectorIndex> } | undefined;

  const readTitles = (): Promise<string[]> => {
    titles ??= readFile(path, 'utf8').then((text) => text.trim().split('\n'));
    return titles;
  };

  return {
    async nearestTitle(embedder, query) {
      if (!embedder.table) return 0;
      if (embedded?.modelId !== embedder.modelId) {
        const vectors = readTitles().then((read) => indexTitles(embedder, read));
        embedded = { modelId: embedder.modelId, vectors };
      }
      const [nearest] = (await embedded.vectors).nearest(query, 1);
      return nearest?.score ?? 0;
    },
    async isTerm(word) {
      terms ??= readTitles().then(commonStems);
      return (await terms).has(stem(word));
    },
  };
}

async function indexTitles(embedder: Embedder, titles: readonly string[]): Promise<VectorIndex> {
  const vectors = createVectorIndex(embedder.dims);
  vectors.add(
    (await embedder.embed(titles, 'passage')).map((vector, i) => ({
      paperId: String(i),
      ...quantise(vector),
      categories: [],
      published: undefined,
    })),
  );
  return vectors;
}

function commonStems(titles: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const title of titles)
    for (const found of new Set(queryTerms(title).map(stem))) counts.set(found, (counts.get(found) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= MIN_TITLES_OF_TERM).map(([found]) => found));
}
