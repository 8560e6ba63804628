/** Both halves of a search: lexical and dense retrieval. */

import type { PaperFilter } from '../domain/filter.ts';
import type { SearchOptions } from '../index/lexical/lexical-index.ts';
import { type DenseResult, denseSearch } from './dense.ts';
import { type LexicalResult, lexicalSearch } from './lexical.ts';
import type { UnderstoodText } from './query/understand.ts';
import type { SearchEngine } from './search-engine.ts';

export interface Retrieved {
  /** The distinct content words of the query; all words if there are none. */
  readonly words: readonly string[];
  /** The query's unit vector [dims]. */
  readonly query: Float32Array;
  readonly lexical: LexicalResult;
  readonly dense: DenseResult;
}

/** The engine's parts, taken together: a change of model replaces both between two awaits. */
export type Searched = Pick<SearchEngine, 'stores' | 'lexical' | 'embedder' | 'vectors'>;

/** Both halves for an understood query. */
export async function retrieve(
  searched: Searched,
  { words, embedded, synonyms }: Pick<UnderstoodText, 'words' | 'embedded' | 'synonyms'>,
  limit: number,
  filter?: PaperFilter,
): Promise<Retrieved> {
  const { stores, lexical, embedder, vectors } = searched;
  const [query = new Float32Array(embedder.dims)] = await embedder.embed([embedded], 'query');
  const options = { synonyms, filter };
  return {
    words,
    query,
    ...(await searchBothWays({ stores, lexical, vectors }, query, words, limit, options)),
  };
}

/**
 * The best `limit` papers of each half. Each also scores the other's, or a paper with every word would count as
 * unrelated in meaning.
 */
export async function searchBothWays(
  searched: Omit<Searched, 'embedder'>,
  query: Float32Array,
  words: readonly string[],
  limit: number,
  { filter, ...options }: Omit<SearchOptions, 'also' | 'only'> = {},
): Promise<Pick<Retrieved, 'lexical' | 'dense'>> {
  const { vectors } = searched;
  const only = filter && (await papersOfAuthors(searched.stores, filter));
  const mask = filter && maskOf(vectors, filter, only);
  const dense = denseSearch(vectors, query, limit, mask);
  const also = dense.hits.map(({ paperId }) => paperId);
  const lexical = await lexicalSearch(searched, words, limit, { ...options, filter, only, also });
  const found = new Set(also);
  const others = lexical.hits.map(({ paperId }) => paperId).filter((paperId) => !found.has(paperId));
  const scored = vectors.score(query, others).sort((a, b) => b.score - a.score);
  return { lexical, dense: { ...dense, hits: [...dense.hits, ...scored] } };
}

// More papers than anybody has written.
const MAX_OF_AUTHORS = 5_000;

/** Ids of the papers by all of the filter's authors; undefined if it names none. */
export async function papersOfAuthors(
  { papers }: SearchEngine['stores'],
  { authors }: PaperFilter,
): Promise<readonly string[] | undefined> {
  return authors.length > 0 ? papers.newest({ categories: [], authors }, MAX_OF_AUTHORS) : undefined;
}

/** A mask [papers] with a 1 for each paper that passes and is among `only`, if given. */
export function maskOf(
  vectors: SearchEngine['vectors'],
  filter: PaperFilter,
  only: readonly string[] | undefined,
): Uint8Array {
  const mask = vectors.mask(filter);
  if (!only) return mask;
  const allowed = new Set(only);
  return mask.map((passes, row) => (allowed.has(vectors.paperAt(row)) ? passes : 0));
}
