/** Titles that stand for the whole field, to tell what this catalog lacks from what nobody writes about. */
import { readFile } from 'node:fs/promises';
import { stemmer } from 'stemmer';
import type { Embedder } from '../../embedding/embedder.ts';
import { projectPath } from '../../lib/package-root.ts';
import { dot } from '../../lib/vector.ts';
import { queryTerms } from '../lexical.ts';

export interface Field {
  /** The highest cosine of a unit vector [dims] with a title of the field; 0 for a model with layers, which is too slow. */
  nearestTitle(embedder: Embedder, query: Float32Array): Promise<number>;
  /** True for a word that names a subject of the field: enough titles hold it, in any form. */
  isTerm(word: string): Promise<boolean>;
}

// Of 1,000.
const MIN_TITLES_OF_TERM = 5;

/** Reads the titles when it is first asked, and embeds them again after a change of model. */
export function createField(path = projectPath('data/field-titles.txt')): Field {
  let titles: Promise<string[]> | undefined;
  let terms: Promise<ReadonlySet<string>> | undefined;
  let embedded: { readonly modelId: string; readonly vectors: Promise<Float32Array[]> } | undefined;

  const readTitles = (): Promise<string[]> => {
    titles ??= readFile(path, 'utf8').then((text) => text.trim().split('\n'));
    return titles;
  };

  return {
    async nearestTitle(embedder, query) {
      if (!embedder.table) return 0;
      if (embedded?.modelId !== embedder.modelId) {
        const vectors = readTitles().then((read) => embedder.embed(read, 'passage'));
        embedded = { modelId: embedder.modelId, vectors };
      }
      let nearest = 0;
      for (const title of await embedded.vectors) nearest = Math.max(nearest, dot(query, title));
      return nearest;
    },
    async isTerm(word) {
      terms ??= readTitles().then(commonStems);
      return (await terms).has(stemmer(word));
    },
  };
}

function commonStems(titles: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const title of titles)
    for (const stem of new Set(queryTerms(title).map((word) => stemmer(word))))
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= MIN_TITLES_OF_TERM).map(([stem]) => stem));
}
