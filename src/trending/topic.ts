/** Which papers are on a topic: by what they mean and the words they hold, as search has it, but of a given few papers. */
import { UserError } from '../domain/errors.ts';
import type { VectorIndex } from '../index/vector/vector-index.ts';
import { dot } from '../lib/vector.ts';
import { lexicalSearch, queryTerms } from '../retrieval/lexical.ts';
import { understandText } from '../retrieval/query/understand.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';

// How many papers the words may find in the whole stores: of a common word the best 1,000.
const MAX_BY_WORDS = 1_000;
// Found by reading what each let through: docs/trending.md.
const WORDS_WEIGHT = 3;
const LINE = 2.7;
// Their deviation is within a few hundredths of that of all.
const MAX_SAMPLED = 1_000;

/** For each of the papers that is on one of the topics, the topic that it fits best. */
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
 * How well each paper fits: by how many standard deviations of the whole stores it lies nearer to the topic than the
 * stores's mean, so that the line follows the stores and the model, and the share that it holds of the topic's words.
 */
export async function topicFits(
  engine: SearchEngine,
  paperIds: readonly string[],
  topic: string,
): Promise<Map<string, number>> {
  const { embedder, vectors, ranking } = engine;
  const words = queryTerms(topic);
  if (words.length === 0) throw new UserError('I need a few words as a topic, such as “prompt compression”.');
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

/** Of the cosines of a query with papers spread evenly over the stores. */
function deviationOf(vectors: VectorIndex, query: Float32Array, mean: number): number {
  const count = Math.min(MAX_SAMPLED, vectors.size);
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const vector = vectors.get(vectors.paperAt(Math.floor((i * vectors.size) / count)));
    squares += vector ? (dot(query, vector) - mean) ** 2 : 0;
  }
  return Math.sqrt(squares / Math.max(1, count));
}
