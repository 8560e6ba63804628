/** From a question to an answer with citations: rewritten, searched, read by a language model, and checked. */
import { stemmer } from 'stemmer';
import { LanguageModelError, type LanguageModelFailure } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import type { Clock } from '../lib/clock.ts';
import { deadlineIn } from '../lib/deadline.ts';
import type { ChatModel, UsageSubject } from '../llm/chat-model.ts';
import { isPromptInjection } from '../llm/prompt-injection.ts';
import type { Match, QueryResult } from '../retrieval/match.ts';
import { fuseMatches } from '../retrieval/multi-query.ts';
import { type Rewritten, rewriteQuestion } from '../retrieval/query/rewrite.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { generateAnswer } from './generate.ts';
import {
  addReformulated,
  isFitting,
  isPersonal,
  needsReformulation,
  retrieveForTurn,
  type Wording,
} from './retrieve.ts';
import { citedOnly, type Statement } from './statements.ts';

/** The possible answers. Everything except a model's statements comes from the papers. */
export type Answer =
  | {
      readonly kind: 'answered';
      /** The statements' author: a model, or the papers, which are then quoted. */
      readonly by: 'model' | 'papers';
      readonly statements: readonly Statement[];
      /** The cited papers: number 1 is the first. */
      readonly papers: readonly Paper[];
      readonly searched: readonly string[];
      /** The reason for quoting the papers although there is a model. */
      readonly because?: FallbackReason | undefined;
    }
  /** Nothing fits, or no paper has a sentence: the closest papers, and related topics. */
  | {
      readonly kind: 'nothing';
      readonly nearest: readonly Match[];
      readonly topics: readonly string[];
      readonly searched: readonly string[];
    }
  /** Nothing has been found yet, and the query is being rewritten. */
  | { readonly kind: 'looking' }
  /** It isn't a question for papers. */
  | { readonly kind: 'not-research' };

/** `waiting`: the model is still at work. `unsupported`: the papers supported none of its statements. */
export type FallbackReason = LanguageModelFailure | 'waiting' | 'unsupported';

export interface AnswerRequest extends Wording {
  readonly usageSubject: UsageSubject;
}

export interface AnswerParts {
  readonly engine: SearchEngine;
  readonly model: ChatModel | undefined;
  readonly clock: Clock;
}

const MAX_PAPERS_READ = 6;
const MAX_PAPERS_QUOTED = 4;
const NEAREST_COUNT = 3;
const INTERIM_AFTER_MS = 2_000;
/** The share of the timeout for rewriting; the rest is for reading. */
const REWRITING_SHARE = 0.4;

/**
 * The answer; if a model takes longer than two seconds, first quotes from the papers. If the model hangs, the last one
 * comes after its timeout.
 * @throws UserError if the question names no topic.
 */
export async function* answerQuestion(parts: AnswerParts, question: AnswerRequest): AsyncGenerator<Answer> {
  const { engine, model, clock } = parts;
  if (!model) {
    yield answerFromPapers(await retrieveForTurn(engine, question), undefined);
    return;
  }
  const deadline = deadlineIn(clock, model.timeoutMs);
  let cancel = () => {};
  try {
    let soFar: Answer = { kind: 'looking' };
    const working = answerWithModel({ engine, model, clock }, question, deadline.signal, (found) => {
      const quoting = answerFromPapers(found, 'waiting');
      if (quoting.kind === 'answered') soFar = quoting;
    });
    // Avoids an unhandled rejection if the caller stops iterating.
    working.catch(() => {});
    const patience = new Promise<'late'>((resolve) => {
      cancel = clock.after(INTERIM_AFTER_MS, () => resolve('late'));
    });
    const first = await Promise.race([working, patience]);
    if (first === 'late') yield soFar;
    yield await working;
  } finally {
    cancel();
    deadline.cancel();
  }
}

const NO_OTHER_WORDS: Rewritten = { isResearch: true, queries: [] };

/** Rewrites of a question, within their share of the time. */
function rewriteWithin(
  { model, clock }: AnswerParts & { readonly model: ChatModel },
  { query, earlier, usageSubject }: AnswerRequest,
  signal: AbortSignal,
): Promise<Rewritten | LanguageModelFailure> {
  const time = deadlineIn(clock, model.timeoutMs * REWRITING_SHARE);
  const asking = rewriteQuestion(model, query.typed, earlier, {
    usageSubject,
    signal: AbortSignal.any([signal, time.signal]),
  });
  return orFailure(asking).finally(time.cancel);
}

async function answerWithModel(
  parts: AnswerParts & { readonly model: ChatModel },
  question: AnswerRequest,
  signal: AbortSignal,
  onFound: (found: readonly QueryResult[]) => void,
): Promise<Answer> {
  const { engine, model } = parts;
  const { query, usageSubject } = question;
  const plain = await retrieveForTurn(engine, question);
  onFound(plain);
  // Rewrites are only requested if they are used: otherwise reading gets the time and the tokens.
  const rewritten = (await needsReformulation(question, plain))
    ? await rewriteWithin(parts, question, signal)
    : NO_OTHER_WORDS;
  // A question that papers answer is one for them, whatever a model says.
  const isAnswerable = plain.some(isFitting) && !isPersonal(query.typed);
  if (isRewritten(rewritten) && !rewritten.isResearch && !isAnswerable) return { kind: 'not-research' };

  const queries = isRewritten(rewritten) ? rewritten.queries : [];
  const all = await addReformulated(engine, question, plain, queries);
  // A model may write any query: results that neither fit nor share a word with the question are not shown.
  const found = all.filter(
    (each) => plain.includes(each) || isFitting(each) || sharesWords(each.query.typed, query.typed),
  );
  onFound(found);
  if (!found.some(isFitting)) return answerFromPapers(found, undefined);
  if (rewritten === 'spent' || rewritten === 'misconfigured') return answerFromPapers(found, rewritten);

  const papers = bestOf(found)
    .slice(0, MAX_PAPERS_READ)
    .map(({ paper }) => paper);
  const statements = await orFailure(
    generateAnswer(engine, model, question, papers, { usageSubject, signal }),
  );
  if (typeof statements === 'string') return answerFromPapers(found, statements);
  if (statements.length === 0) return answerFromPapers(found, 'unsupported');
  return { kind: 'answered', by: 'model', ...citedOnly(statements, papers), searched: queriesOf(found) };
}

/** The snippet of each of the best papers; or an answer that nothing fits, or has a sentence. */
function answerFromPapers(found: readonly QueryResult[], because: FallbackReason | undefined): Answer {
  const searched = queriesOf(found);
  const best = bestOf(found);
  const quoted = best
    .filter(({ snippet: sentence }) => sentence && !isPromptInjection(sentence))
    .slice(0, MAX_PAPERS_QUOTED);
  // Papers that fit may have no abstract to quote.
  if (quoted.length === 0) {
    const nearest = (best.length > 0 ? best : fuseMatches(found)).slice(0, NEAREST_COUNT);
    return {
      kind: 'nothing',
      nearest,
      topics: found.find(({ topics }) => topics)?.topics ?? [],
      searched,
    };
  }
  return {
    kind: 'answered',
    by: 'papers',
    statements: quoted.map(({ snippet: sentence = '' }, i) => ({ text: sentence, papers: [i + 1] })),
    papers: quoted.map(({ paper }) => paper),
    searched,
    because,
  };
}

function sharesWords(query: string, question: string): boolean {
  const [own, asked] = [query, question].map((text) =>
    (text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []).map(stemmer),
  );
  return own?.some((word) => asked?.includes(word)) ?? false;
}

/** Only wordings that found something that fits count. */
const bestOf = (found: readonly QueryResult[]): Match[] => fuseMatches(found.filter(isFitting));
const queriesOf = (found: readonly QueryResult[]): string[] => found.map(({ query }) => query.typed);

const isRewritten = (rewritten: Rewritten | LanguageModelFailure): rewritten is Rewritten =>
  typeof rewritten !== 'string';

/** A language model's answer, or the reason for its failure. */
async function orFailure<T>(asking: Promise<T>): Promise<T | LanguageModelFailure> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof LanguageModelError) return error.reason;
    throw error;
  }
}
