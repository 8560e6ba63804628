/** Reranks the best papers by their titles' similarity to the query. */
import type { Embedder } from '../embedding/embedder.ts';
import type { Scored } from '../index/scored.ts';
import type { TitleIndex } from '../index/titles/title-index.ts';
import { dot } from '../lib/vector.ts';

export interface RankedByTitle {
  readonly ranked: readonly Scored[];
  /** The highest cosine of the query with a title; undefined if none was compared. */
  readonly nearest: number | undefined;
}

/**
 * Adds `weight` times the cosine of query and title, less `mean`, to the scores of the best `depth` papers. Best first.
 * Only for static models: one with layers takes seconds for a hundred titles.
 */
export async function rankByTitle(
  { embedder, titles }: { readonly embedder: Embedder; readonly titles: Pick<TitleIndex, 'titleOf'> },
  query: Float32Array,
  mean: number,
  ranked: readonly Scored[],
  { weight, depth }: { readonly weight: number; readonly depth: number },
): Promise<RankedByTitle> {
  if (weight === 0 || !embedder.table || ranked.length === 0) return { ranked, nearest: undefined };
  const best = ranked.slice(0, depth);
  const vectors = await embedder.embed(
    best.map(({ paperId }) => titles.titleOf(paperId) ?? ''),
    'passage',
  );
  const cosines = vectors.map((vector) => dot(query, vector));
  const rescored = best.map(({ paperId, score }, i) => ({
    paperId,
    score: score + weight * Math.max(0, (cosines[i] ?? 0) - mean),
  }));
  return {
    ranked: [...rescored.sort((a, b) => b.score - a.score), ...ranked.slice(depth)],
    nearest: Math.max(...cosines),
  };
}
