/** Both halves of a search for one question: what stands in the papers, and what lies near them in meaning. */
import { type DenseResult, denseSearch } from './dense.ts';
import { type LexicalResult, lexicalSearch, wordsOf } from './lexical.ts';
import type { Library } from './library.ts';
import { MAX_RANKED } from './match.ts';

export interface Retrieved {
  /** The different words of the question. */
  readonly words: readonly string[];
  /** The question's unit vector [dims]. */
  readonly query: Float32Array;
  readonly lexical: LexicalResult;
  readonly dense: DenseResult;
}

export async function retrieve(
  { catalog, embedder, vectors }: Library,
  question: string,
): Promise<Retrieved> {
  const words = wordsOf(question);
  const [query = new Float32Array(embedder.dims)] = await embedder.embed([question], 'query');
  const lexical = await lexicalSearch(catalog, words, MAX_RANKED);
  return { words, query, lexical, dense: denseSearch(vectors, query, MAX_RANKED) };
}
