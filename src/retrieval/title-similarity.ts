/** Ranks the best papers again by how near their titles lie to the query. */
import type { Embedder } from '../embedding/embedder.ts';
import type { Scored } from '../index/scored.ts';
import type { TitleIndex } from '../index/titles/title-index.ts';
import { dot } from '../lib/vector.ts';

/**
 * Adds `weight` times the cosine of query and title, less `mean`, to the scores of the best `depth` papers. Best first.
 * A model with layers takes seconds for a hundred titles, so only a static one is asked.
 */
export async function rankByTitle(
  { embedder, titles }: { readonly embedder: Embedder; readonly titles: Pick<TitleIndex, 'titleOf'> },
  query: Float32Array,
  mean: number,
  ranked: readonly Scored[],
  { weight, depth }: { readonly weight: number; readonly depth: number },
): Promise<Scored[]> {
  if (weight === 0 || !embedder.table) return [...ranked];
  const best = ranked.slice(0, depth);
  const vectors = await embedder.embed(
    best.map(({ paperId }) => titles.titleOf(paperId) ?? ''),
    'passage',
  );
  const rescored = best.map(({ paperId, score }, i) => {
    const vector = vectors[i];
    return { paperId, score: score + (vector ? weight * Math.max(0, dot(query, vector) - mean) : 0) };
  });
  return [...rescored.sort((a, b) => b.score - a.score), ...ranked.slice(depth)];
}
