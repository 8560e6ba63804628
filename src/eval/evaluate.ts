/** Asks a search engine graded questions and measures each ranker: lexical, dense, hybrid. */

import { UserError } from '../domain/errors.ts';
import type { PaperFilter } from '../domain/filter.ts';
import { type DenseResult, denseSearch } from '../retrieval/dense.ts';
import { lexicalSearch, queryTerms } from '../retrieval/lexical.ts';
import { MAX_RANKED, type SearchResult } from '../retrieval/match.ts';
import { parseQuery } from '../retrieval/query/parse.ts';
import type { Query } from '../retrieval/query/query.ts';
import { maskOf, papersOfAuthors } from '../retrieval/retrieve.ts';
import { searchPapers } from '../retrieval/search.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import {
  type AnswerabilityFigures,
  answerabilityFigures,
  mean,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRankAt,
  type Verdict,
} from './metrics.ts';
import type { GradedQuestion } from './questions.ts';
import { type FittedFigures, fitShare, type Halves } from './tune.ts';

/** The rank down to which results count: the largest page of the bot's answer. */
export const DEPTH = 10;

export const RANKERS = ['lexical', 'dense', 'hybrid'] as const;
export type Ranker = (typeof RANKERS)[number];

/** Means over answerable questions; undefined if there are none. */
export interface Figures {
  readonly questions: number;
  readonly ndcg: number | undefined;
  readonly recall: number | undefined;
  readonly mrr: number | undefined;
}

export interface RankerFigures extends Figures {
  readonly byKind: Readonly<Record<string, Figures>>;
  /** From query to ranking; for the hybrid to the whole answer, snippets included. */
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** One model's results, with the shipped ranking except in `fewLabels` and `tuned`. */
export interface Evaluation {
  readonly modelId: string;
  readonly papers: number;
  readonly questions: number;
  readonly rankers: Readonly<Record<Ranker, RankerFigures>>;
  readonly no: AnswerabilityFigures;
  /** False abstentions among answerable questions, by kind. */
  readonly falseAbstentionsByKind: Readonly<Record<string, number>>;
  readonly fewLabels: FittedFigures | undefined;
  readonly tuned: FittedFigures | undefined;
}

type RankedQuestion = { readonly question: GradedQuestion } & Readonly<
  Record<Ranker, { readonly ids: readonly string[]; readonly ms: number }>
> & { readonly halves: Halves; readonly verdict: Verdict };

// The first questions run on cold caches, which would distort the times.
const WARM_UP_QUESTIONS = 5;

/** `nowMs` is a monotonic clock; `random` draws the labelled examples. */
export async function evaluate(
  engine: SearchEngine,
  questions: readonly GradedQuestion[],
  nowMs: () => number,
  random: () => number,
): Promise<Evaluation> {
  for (const question of questions.slice(0, WARM_UP_QUESTIONS)) await rank(engine, question, nowMs);
  const ranked: RankedQuestion[] = [];
  for (const question of questions) ranked.push(await rank(engine, question, nowMs));
  const answerable = ranked.filter(({ verdict }) => verdict.hasAnswer);
  const { fewLabels, tuned } = fitShare(
    answerable.map(({ halves, question: { grades } }) => ({ halves, grades })),
    random,
  );
  return {
    modelId: engine.embedder.modelId,
    papers: engine.vectors.size,
    questions: questions.length,
    rankers: {
      lexical: figuresOf('lexical', ranked, answerable),
      dense: figuresOf('dense', ranked, answerable),
      hybrid: figuresOf('hybrid', ranked, answerable),
    },
    no: answerabilityFigures(ranked.map(({ verdict }) => verdict)),
    falseAbstentionsByKind: byKind(answerable, (of) =>
      mean(of.map(({ verdict }) => (verdict.confident ? 0 : 1))),
    ),
    fewLabels,
    tuned,
  };
}

/**
 * The halves are timed alone. They rank the query without its filters, among the papers that pass these. The hybrid is
 * the search that the bot uses.
 */
async function rank(
  engine: SearchEngine,
  question: GradedQuestion,
  nowMs: () => number,
): Promise<RankedQuestion> {
  const { grades } = question;
  const query = parseQuery(question.query);
  const startMs = nowMs();
  const { text, filter } = topicOf(query);
  const only = filter && (await papersOfAuthors(engine.stores, filter));
  const lexical = await lexicalSearch(engine, queryTerms(text), MAX_RANKED, { filter, only });
  const lexicalMs = nowMs();
  const dense = await searchByMeaning(engine, text, filter && maskOf(engine.vectors, filter, only));
  const denseMs = nowMs();
  const { matches, confident } = await searchPapers(engine, query, { from: 0, count: DEPTH }).catch(asNo);
  const hybridMs = nowMs();
  return {
    question,
    lexical: { ids: lexical.hits.slice(0, DEPTH).map(({ paperId }) => paperId), ms: lexicalMs - startMs },
    dense: { ids: dense.hits.slice(0, DEPTH).map(({ paperId }) => paperId), ms: denseMs - lexicalMs },
    hybrid: { ids: matches.map(({ paper }) => paper.id), ms: hybridMs - denseMs },
    halves: { lexical, dense },
    verdict: { hasAnswer: grades.size > 0, confident },
  };
}

/** Filters alone leave nothing to rank by. An id stays as typed. */
function topicOf(query: Query): { readonly text: string; readonly filter: PaperFilter | undefined } {
  if (query.kind === 'text') return query;
  return query.kind === 'filter'
    ? { text: '', filter: query.filter }
    : { text: query.typed, filter: undefined };
}

async function searchByMeaning(
  { embedder, vectors }: SearchEngine,
  text: string,
  mask: Uint8Array | undefined,
): Promise<DenseResult> {
  const [vector] = text ? await embedder.embed([text], 'query') : [];
  if (!vector) return { hits: [], mean: 0 };
  return denseSearch(vectors, vector, MAX_RANKED, mask);
}

/** A query for a missing paper's id gets an error, which counts as an abstention. */
function asNo(error: unknown): Pick<SearchResult, 'matches' | 'confident'> {
  if (error instanceof UserError) return { matches: [], confident: false };
  throw error;
}

function figuresOf(
  ranker: Ranker,
  ranked: readonly RankedQuestion[],
  answerable: readonly RankedQuestion[],
): RankerFigures {
  const figures = (of: readonly RankedQuestion[]): Figures => {
    const over = (metric: typeof ndcgAt): number | undefined =>
      of.length === 0
        ? undefined
        : mean(of.map((one) => metric(DEPTH, one[ranker].ids, one.question.grades)));
    return { questions: of.length, ndcg: over(ndcgAt), recall: over(recallAt), mrr: over(reciprocalRankAt) };
  };
  const times = ranked.map((one) => one[ranker].ms);
  return {
    ...figures(answerable),
    byKind: byKind(answerable, figures),
    p50Ms: percentile(0.5, times),
    p95Ms: percentile(0.95, times),
  };
}

/** Applies `measure` to the questions of each kind, kinds in order of appearance. */
function byKind<T>(
  ranked: readonly RankedQuestion[],
  measure: (ofKind: readonly RankedQuestion[]) => T,
): Record<string, T> {
  const kinds = [...new Set(ranked.map(({ question }) => question.kind))];
  return Object.fromEntries(
    kinds.map((kind) => [kind, measure(ranked.filter(({ question }) => question.kind === kind))]),
  );
}
