/** Ranks papers for a topic: lexical and dense retrieval, fused, then the best reranked. */
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

export interface FusedResult {
  readonly retrieved: Retrieved;
  /** Best first. */
  readonly ranked: readonly Scored[];
  /** The highest cosine of the query with a title of the best papers, if titles were compared. */
  readonly nearestTitle: number | undefined;
}

/** The parts of the engine that ranking needs. */
export type RankingContext = Pick<
  SearchEngine,
  'stores' | 'lexical' | 'embedder' | 'vectors' | 'titles' | 'ranking'
>;

/** Ranks by words, vectors, titles, proximity and relevance feedback; scores are 1 at most. */
export async function rankTopic(
  context: RankingContext,
  understood: UnderstoodText,
  weights: FusionWeights,
  filter?: PaperFilter,
): Promise<FusedResult> {
  // Taken together: a change of model replaces both between two awaits.
  const { lexical, vectors, ranking } = context;
  const fused = await retrieveFused(context, understood, weights, filter);
  const near = await rankByProximity({ lexical }, understood.text, fused.ranked, ranking.proximity);
  return { ...fused, ranked: rankByRelevanceFeedback(vectors, near, ranking.feedback) };
}

/** The part of ranking on which answerability is trained: words, vectors and titles. */
export async function retrieveFused(
  { stores, lexical: words, embedder, vectors, titles, ranking }: RankingContext,
  understood: Pick<UnderstoodText, 'words' | 'embedded' | 'synonyms'>,
  weights: FusionWeights,
  filter?: PaperFilter,
): Promise<FusedResult> {
  const { candidates, lexicalPower, titleDepth } = ranking;
  const retrieved = await retrieve(
    { stores, lexical: words, embedder, vectors },
    understood,
    candidates,
    filter,
  );
  const { query, lexical, dense } = retrieved;
  const fused = fuseWeighted(lexical, dense, { ...weights, lexicalPower });
  const byTitle = { weight: weights.title, depth: titleDepth };
  const { ranked, nearest } = await rankByTitle({ embedder, titles }, query, dense.mean, fused, byTitle);
  return { retrieved, ranked, nearestTitle: nearest };
}
