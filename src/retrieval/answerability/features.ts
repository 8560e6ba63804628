/** Whether anything in the catalog fits a question at all. */

import type { Scored } from '../../index/scored.ts';
import type { VectorIndex } from '../../index/vector/vector-index.ts';
import { addTo, dot } from '../../lib/vector.ts';
import type { LexicalResult } from '../lexical.ts';
import { MAX_RANKED } from '../match.ts';
import type { Retrieved } from '../retrieve.ts';
import type { AnswerabilityClassifier } from './classifier.ts';
import { logOdds } from './logistic.ts';

// The nearest hundredth of the papers, within bounds: one stray paper moves their mean little.
const NEAREST_SHARE = 0.01;
const MIN_NEAREST = 10;
const BEST_BY_WORDS = 5;
const NEAREST_TOGETHER = 10;

/**
 * What speaks for an answer and against it, [6]: the number of words, for of a long question even the right paper holds
 * only a part; the mean cosine of the nearest papers; that of the best papers by words, which is low where they hold the
 * words by accident; the share of the question's weight, in BM25, that one paper holds; how rare the words are here, as
 * those of another subject are; and how near the nearest papers lie to each other, which those near to nothing in
 * particular do not. What else was tried: docs/search.md.
 */
export function answerabilityFeatures(
  { words, query, lexical, dense }: Retrieved,
  vectors: VectorIndex,
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
  ];
}

/** The length of the mean of unit vectors: 1 where all are the same, near 0 where they point anywhere. */
function cohesion(vectors: readonly Float32Array[]): number {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) addTo(sum, vector);
  return Math.sqrt(dot(sum, sum)) / Math.max(1, vectors.length);
}

/** Which share of the question's weight the best paper by words holds; above 1 where its title does. */
export const queryCoverage = ({ hits, ceiling }: LexicalResult): number =>
  ceiling > 0 ? (hits[0]?.score ?? 0) / ceiling : 0;

/** Whether a question has an answer here. */
export const isAnswerable = (judgement: AnswerabilityClassifier, signs: readonly number[]): boolean =>
  logOdds(judgement, signs) >= judgement.threshold;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
