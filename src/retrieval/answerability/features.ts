/** Features that tell whether the catalog can answer a query. */

import type { Scored } from '../../index/scored.ts';
import type { VectorIndex } from '../../index/vector/vector-index.ts';
import { addTo, dot } from '../../lib/vector.ts';
import type { LexicalResult } from '../lexical.ts';
import { MAX_RANKED } from '../match.ts';
import type { FusedResult } from '../rank.ts';
import type { AnswerabilityClassifier } from './classifier.ts';
import { logOdds } from './logistic.ts';

// The nearest hundredth of the papers, within bounds: one stray paper moves their mean little.
const NEAREST_SHARE = 0.01;
const MIN_NEAREST = 10;
const BEST_BY_WORDS = 5;
const NEAREST_TOGETHER = 10;

/**
 * Answerability features [7]: log number of content words; mean cosine of the nearest 1 % of papers; mean cosine of the
 * best five by words, low where they hold the words by accident; query coverage; mean idf of the words; cohesion of the ten
 * nearest papers; how much nearer the field's titles lie than those here. What else was tried: docs/search.md.
 */
export function answerabilityFeatures(
  { retrieved: { words, query, lexical, dense }, nearestTitle }: Omit<FusedResult, 'ranked'>,
  vectors: VectorIndex,
  nearestOfField: number,
): number[] {
  const count = Math.min(MAX_RANKED, Math.max(MIN_NEAREST, Math.round(vectors.size * NEAREST_SHARE)));
  const vectorsOf = (hits: readonly Scored[]) => hits.flatMap(({ paperId }) => vectors.get(paperId) ?? []);
  const byWords = vectorsOf(lexical.hits.slice(0, BEST_BY_WORDS));
  return [
    Math.log(Math.max(1, words.length)),
    mean(dense.hits.slice(0, count).map(({ score }) => score)),
    mean(byWords.map((vector) => dot(query, vector))),
    queryCoverage(lexical),
    lexical.ceiling / Math.max(1, words.length),
    cohesion(vectorsOf(dense.hits.slice(0, NEAREST_TOGETHER))),
    // All that is in the catalog is in the field too, whatever was drawn of it.
    nearestTitle === undefined ? 0 : Math.max(0, nearestOfField - nearestTitle),
  ];
}

/** Mean resultant length of unit vectors: 1 where all are the same, near 0 where they point anywhere. */
function cohesion(vectors: readonly Float32Array[]): number {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) addTo(sum, vector);
  return Math.sqrt(dot(sum, sum)) / Math.max(1, vectors.length);
}

/** The share of the query's BM25 weight that the best paper by words holds; above 1 where its title does. */
export const queryCoverage = ({ hits, ceiling }: LexicalResult): number =>
  ceiling > 0 ? (hits[0]?.score ?? 0) / ceiling : 0;

/** True where the classifier finds an answer likely enough; `against` is taken off the log-odds. */
export const isAnswerable = (
  classifier: AnswerabilityClassifier,
  features: readonly number[],
  against = 0,
): boolean => logOdds(classifier, features) - against >= classifier.threshold;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
