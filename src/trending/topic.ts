/** Decides which of some papers are on a topic, by their meaning and their words. */
import { UserError } from '../domain/errors.ts';
import type { VectorIndex } from '../index/vector/vector-index.ts';
import { dot } from '../lib/vector.ts';
import { lexicalSearch, queryTerms } from '../retrieval/lexical.ts';
import { understandText } from '../retrieval/query/understand.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';

// The words may find this many papers in the catalog: the best 1,000 for a common word.
const MAX_BY_WORDS = 1_000;
// Chosen by reading the results: docs/trending.md.
const WORDS_WEIGHT = 3;
const LINE = 2.7;
// A sample's deviation is within a few hundredths of the whole catalog's.
const MAX_SAMPLED = 1_000;

/** The best topic of each paper that is on one of the topics. */
export async function topicsOf(
  engine: SearchEngine,
  paperIds: readonly string[],
  topics: readonly string[],
): Promise<Map<string, string>> {
  const best = new Map<string, { topic: string; fit: number }>();
  for (const topic of topics) {
    const fits = await topicFits(engine, paperIds, topic);
    for (const [paperId, fit] of fits) {
      if (fit >= LINE && fit > (best.get(paperId)?.fit ?? 0)) best.set(paperId, { topic, fit });
    }
  }
  return new Map([...best].map(([paperId, { topic }]) => [paperId, topic]));
}

/**
 * fit = (cosine with the topic - mean cosine of the catalog) / standard deviation + weight * share of the topic's words.
 * Standard deviations make the threshold adapt to the catalog and the model.
 */
export async function topicFits(
  engine: SearchEngine,
  paperIds: readonly string[],
  topic: string,
): Promise<Map<string, number>> {
  const { embedder, vectors, ranking } = engine;
  const words = queryTerms(topic);
  if (words.length === 0) throw new UserError('I need a few words as a topic, such as “machine unlearning”.');
  const { words: content, synonyms, embedded } = await understandText(engine, topic, false, ranking);
  const [query = new Float32Array(embedder.dims)] = await embedder.embed([embedded], 'query');
  const mean = vectors.meanCosine(query);
  const deviation = deviationOf(vectors, query, mean);
  const lexical = await lexicalSearch(engine, content, MAX_BY_WORDS, { synonyms });
  const held = new Map(lexical.hits.map(({ paperId, score }) => [paperId, score / (lexical.ceiling || 1)]));
  return new Map(
    paperIds.map((paperId) => {
      const vector = vectors.get(paperId);
      // A paper without a vector yet has only its words.
      const nearness = vector && deviation > 0 ? (dot(query, vector) - mean) / deviation : 0;
      return [paperId, nearness + WORDS_WEIGHT * Math.min(1, held.get(paperId) ?? 0)];
    }),
  );
}

/** The deviation of a query's cosines with papers spread evenly over the catalog. */
function deviationOf(vectors: VectorIndex, query: Float32Array, mean: number): number {
  const count = Math.min(MAX_SAMPLED, vectors.size);
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const vector = vectors.get(vectors.paperAt(Math.floor((i * vectors.size) / count)));
    squares += vector ? (dot(query, vector) - mean) ** 2 : 0;
  }
  return Math.sqrt(squares / Math.max(1, count));
}
