/** Ranks papers for a query on a topic: retrieval by words and by meaning, fused, then the best ranked again. */
import type { PaperFilter } from '../domain/filter.ts';
import type { Scored } from '../index/scored.ts';
import { rankByProximity } from './proximity.ts';
import type { UnderstoodText } from './query/understand.ts';
import type { FusionWeights } from './ranking-options.ts';
import { rankByRelevanceFeedback } from './relevance-feedback.ts';
import { type Retrieved, retrieve } from './retrieve.ts';
import type { SearchEngine } from './search-engine.ts';
import { rankByTitle } from './title-similarity.ts';
import { fuseWeighted } from './weighted-fusion.ts';

export interface Ranked {
  readonly retrieved: Retrieved;
  /** Best first; scores are 1 at most. */
  readonly ranked: readonly Scored[];
}

/** What ranking needs of the engine. */
export type Ranker = Pick<SearchEngine, 'stores' | 'lexical' | 'embedder' | 'vectors' | 'titles' | 'ranking'>;

export async function rankTopic(
  ranker: Ranker,
  understood: UnderstoodText,
  weights: FusionWeights,
  filter?: PaperFilter,
): Promise<Ranked> {
  // Taken at once: a change of model swaps both between two awaits.
  const { embedder, vectors, titles, ranking } = ranker;
  const { candidates, lexicalPower, titleDepth, proximity, feedback } = ranking;
  const retrieved = await retrieve(ranker, understood, candidates, filter);
  const { query, lexical, dense } = retrieved;
  const fused = fuseWeighted(lexical, dense, { ...weights, lexicalPower });
  const byTitle = { weight: weights.title, depth: titleDepth };
  const titled = await rankByTitle({ embedder, titles }, query, dense.mean, fused, byTitle);
  const near = await rankByProximity(ranker, understood.text, titled, proximity);
  return { retrieved, ranked: rankByRelevanceFeedback(vectors, near, feedback) };
}
