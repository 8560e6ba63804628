/** Measures query rewriting on graded questions: without it, with all rewrites, and as the bot uses them. */
import { addReformulated, isFitting } from '../../src/answer/retrieve.ts';
import { LanguageModelError } from '../../src/domain/errors.ts';
import { DEPTH } from '../../src/eval/evaluate.ts';
import { mean, ndcgAt } from '../../src/eval/metrics.ts';
import type { GradedQuestion } from '../../src/eval/questions.ts';
import type { ChatModel } from '../../src/llm/chat-model.ts';
import { fuseMatches } from '../../src/retrieval/multi-query.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { rewriteQuestion } from '../../src/retrieval/query/rewrite.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { searchReformulated } from '../../src/retrieval/search-reformulated.ts';

/** nDCG@10, averaged over questions that have an answer. */
export interface RewritingFigures {
  readonly questions: number;
  /** The query alone. */
  readonly plain: number;
  /** /papers: rewrites only if the query finds nothing that fits. */
  readonly whereUnsure: number;
  /** /ask: rewrites beside the query if it finds nothing that fits, or isn't English. */
  readonly asked: number;
}

export interface RewritingEvaluation extends RewritingFigures {
  readonly modelId: string;
  readonly byKind: Readonly<Record<string, RewritingFigures>>;
  /** The number of questions without a rewrite by the model. */
  readonly failed: number;
  /** The number of questions, unanswerable ones included, that rewriting improved because the query found nothing. */
  readonly unsure: number;
  /** Unanswerable questions that got an answer through rewriting, which is an error. */
  readonly wronglyAnswered: number;
}

type Row = { readonly question: GradedQuestion } & Record<'plain' | 'whereUnsure' | 'asked', number>;

/** Asks the model once per question, with `timeoutMs` for each. */
export async function evaluateRewriting(
  engine: SearchEngine,
  model: ChatModel,
  questions: readonly GradedQuestion[],
  timeoutMs: number,
): Promise<RewritingEvaluation> {
  const rows: Row[] = [];
  let [failed, unsure, wronglyAnswered] = [0, 0, 0];
  for (const question of questions) {
    const { grades } = question;
    const query = parseQuery(question.query);
    const page = { from: 0, count: DEPTH };
    const plain = await searchPapers(engine, query, page);
    const others = await otherWords(model, query.typed, timeoutMs);
    if (!others) failed++;
    const better =
      plain.confident || !others ? undefined : await searchReformulated(engine, query, others, page);
    if (!plain.confident) unsure++;
    if (better && grades.size === 0) wronglyAnswered++;
    const found = await addReformulated(engine, { query, earlier: [] }, [plain], others ?? []);
    const fitting = found.filter(isFitting);
    const score = (matches: typeof plain.matches): number =>
      ndcgAt(
        DEPTH,
        matches.map(({ paper }) => paper.id),
        grades,
      );
    rows.push({
      question,
      plain: score(plain.matches),
      whereUnsure: score(better?.matches ?? plain.matches),
      asked: score(fuseMatches(fitting.length > 0 ? fitting : found)),
    });
  }
  const answerable = rows.filter(({ question }) => question.grades.size > 0);
  const kinds = [...new Set(answerable.map(({ question }) => question.kind))];
  return {
    modelId: model.modelId,
    ...figuresOf(answerable),
    byKind: Object.fromEntries(
      kinds.map((kind) => [kind, figuresOf(answerable.filter(({ question }) => question.kind === kind))]),
    ),
    failed,
    unsure,
    wronglyAnswered,
  };
}

const figuresOf = (rows: readonly Row[]): RewritingFigures => ({
  questions: rows.length,
  plain: mean(rows.map(({ plain }) => plain)),
  whereUnsure: mean(rows.map(({ whereUnsure }) => whereUnsure)),
  asked: mean(rows.map(({ asked }) => asked)),
});

async function otherWords(
  model: ChatModel,
  query: string,
  timeoutMs: number,
): Promise<readonly string[] | undefined> {
  try {
    return (
      await rewriteQuestion(model, query, [], { usageSubject: {}, signal: AbortSignal.timeout(timeoutMs) })
    ).queries;
  } catch (error) {
    if (error instanceof LanguageModelError) return undefined;
    throw error;
  }
}
