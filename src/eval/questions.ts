/** Reads a file of graded questions, with their relevant papers. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parseArxivId } from '../domain/arxiv-id.ts';
import { ConfigError, describeError, UserError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import { openLines, readPapers } from '../ingest/sources/file.ts';
import { projectPath } from '../lib/package-root.ts';
import { parseQuery } from '../retrieval/query/parse.ts';
import type { Grades } from './metrics.ts';

export interface GradedQuestion {
  readonly id: string;
  readonly query: string;
  /** The kind of question, to group results. */
  readonly kind: string;
  /** By paper id, all above 0. Empty if no paper answers the question. */
  readonly grades: Grades;
}

export interface GradedQuestions {
  readonly papers: readonly Paper[];
  readonly questions: readonly GradedQuestion[];
}

const MAX_GRADE = 10;
const BUNDLED_PAPERS = projectPath('data/papers.jsonl');
const NO_KIND = 'any';

const gradeError = (paperId: string, grade: unknown) =>
  `gives ${paperId} the grade ${JSON.stringify(grade)}; a grade is a whole number from 0 to ${MAX_GRADE}`;

const questionSchema = z.object({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  query: z.string().regex(/[\p{L}\p{N}]/u, { error: 'has no words in "query"' }),
  kind: z.string().min(1).default(NO_KIND),
  relevant: z.record(z.string(), z.unknown(), {
    error: 'needs "relevant": {"paper id": grade}, or {} where no paper answers it',
  }),
});

const fileSchema = z.object({
  /** A file of papers as `paperboy import` takes it, beside this one, or the papers themselves. */
  papers: z.union([z.string().min(1), z.array(z.unknown()).min(1)]).optional(),
  questions: z.array(z.unknown()).min(1),
});

/**
 * Reads the file and its papers: those it names or contains, otherwise the bundled ones.
 * @throws ConfigError that names the file, the question and the problem.
 */
export async function readGradedQuestions(path: string): Promise<GradedQuestions> {
  const { papers: from, questions } = await readJson(path);
  const lines =
    typeof from === 'string'
      ? openLines(resolve(dirname(path), from))
      : from
        ? inline(from)
        : openLines(BUNDLED_PAPERS);
  const source = typeof from === 'string' ? from : from ? `the papers in ${path}` : 'the papers of Paperboy';
  const papers: Paper[] = [];
  for await (const read of readPapers(lines)) {
    if ('problem' in read) throw new ConfigError(`${source}, line ${read.line}: ${read.problem}`);
    papers.push(read.paper);
  }
  const known = new Set(papers.map(({ id }) => id));
  const seen = new Set<string>();
  return {
    papers,
    questions: questions.map((raw, i) => {
      const question = readQuestion(raw, `${path}, ${nameOf(raw, i)}`, known, source);
      if (seen.has(question.id))
        throw new ConfigError(`${path} has two questions with the id ${question.id}.`);
      seen.add(question.id);
      return question;
    }),
  };
}

async function readJson(path: string): Promise<z.infer<typeof fileSchema>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const why = isMissing ? `There is no file ${path}` : `${path} can't be read (${describeError(cause)})`;
    throw new ConfigError(`${why}; check the path and try again.`, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ConfigError(`${path} is not JSON (${describeError(cause)}).`, { cause });
  }
  const { data } = fileSchema.safeParse(json);
  if (data) return data;
  throw new ConfigError(
    `${path} must be {"papers"?: a file of papers beside it or a list of them, "questions": [{"id", "query", "kind"?, "relevant": {"paper id": grade}}]}, with at least one question.`,
  );
}

function readQuestion(
  raw: unknown,
  where: string,
  known: ReadonlySet<string>,
  source: string,
): GradedQuestion {
  const { data, error } = questionSchema.safeParse(raw);
  if (!data) {
    const [issue] = error.issues;
    const isOwn = issue?.code === 'invalid_format' || issue?.path[0] === 'relevant';
    throw new ConfigError(
      `${where} ${isOwn ? issue?.message : 'must be {"id", "query", "kind"?, "relevant"}'}.`,
    );
  }
  const unreadable = whyUnreadable(data.query);
  if (unreadable !== undefined) throw new ConfigError(`${where} can't be asked: ${unreadable}`);
  const grades = new Map<string, number>();
  for (const [given, grade] of Object.entries(data.relevant)) {
    const { data: value } = gradeSchema.safeParse(grade);
    if (value === undefined) throw new ConfigError(`${where} ${gradeError(given, grade)}.`);
    const paperId = parseArxivId(given) ?? given;
    if (!known.has(paperId)) {
      throw new ConfigError(
        `${where} names the paper ${given}, which is not among the ${known.size} of ${source}.`,
      );
    }
    if (value > 0) grades.set(paperId, value);
  }
  return { id: data.id, query: data.query, kind: data.kind, grades };
}

/** The reason why no search can parse it, for example for `since:yesterday`. */
function whyUnreadable(query: string): string | undefined {
  try {
    parseQuery(query);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

const gradeSchema = z.number().int().min(0).max(MAX_GRADE);

/** For example `question "topic-01"`; its position if it has no id. */
function nameOf(raw: unknown, index: number): string {
  const { data } = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(raw);
  return data ? `question ${JSON.stringify(data.id)}` : `question ${index + 1} of the list`;
}

async function* inline(papers: readonly unknown[]): AsyncGenerator<string> {
  for (const paper of papers) yield JSON.stringify(paper);
}
