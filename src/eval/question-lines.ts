/** Reads question sets from outside the project: JSON lines of reading lists, asked questions and translations. */
import { z } from 'zod';
import { parseArxivId } from '../domain/arxiv-id.ts';
import { ConfigError } from '../domain/errors.ts';

import type { GradedQuestion } from './questions.ts';

/** A question in several languages; an answer is correct if it agrees with the answer to the English wording. */
export interface TranslatedQuestion {
  readonly id: string;
  readonly english: string;
  /** ISO 639-1 code and the wording in that language. */
  readonly wordings: ReadonlyMap<string, string>;
}

export interface QuestionLines {
  readonly graded: readonly GradedQuestion[];
  readonly translated: readonly TranslatedQuestion[];
}

const id = z.union([z.string().min(1), z.number()]).transform(String);
const listLine = z.object({ id, query: z.string().min(1), relevant: z.array(z.string()).min(1) });
const askedLine = z.object({
  id,
  query: z.string().min(1),
  known: z.array(z.string()).default([]),
  graded: z.record(z.string(), z.number().int().min(0)),
});
const translatedLine = z.object({ id, en: z.string().min(1) }).catchall(z.string());

const FORMS =
  '{"id","query","relevant":[paper ids]}, {"id","query","graded":{"paper id": grade},"known"?:[paper ids]} or {"id","en","de",…}';
// The paper that the asker had in mind; pooled papers get 2 at most.
const KNOWN_GRADE = 2;
const LIST_GRADE = 1;

/**
 * Reads the lines of a question set, which may mix kinds.
 * @throws ConfigError that names the line and the allowed forms.
 */
export function readQuestionLines(text: string, path: string): QuestionLines {
  const graded: GradedQuestion[] = [];
  const translated: TranslatedQuestion[] = [];
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (!line.trim()) continue;
    const question = readLine(line);
    if (!question) throw new ConfigError(`${path}, line ${i + 1} must be ${FORMS}.`);
    if ('english' in question) translated.push(question);
    else graded.push(question);
  }
  if (graded.length + translated.length === 0) throw new ConfigError(`${path} has no questions.`);
  return { graded, translated };
}

function readLine(line: string): GradedQuestion | TranslatedQuestion | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const list = listLine.safeParse(json).data;
  if (list) {
    const grades = new Map(list.relevant.map((paperId) => [plainId(paperId), LIST_GRADE]));
    return { id: list.id, query: list.query, kind: 'list', grades };
  }
  const asked = askedLine.safeParse(json).data;
  if (asked) {
    const grades = new Map(asked.known.map((paperId) => [plainId(paperId), KNOWN_GRADE]));
    for (const [paperId, grade] of Object.entries(asked.graded))
      if (grade > 0) grades.set(plainId(paperId), grade);
    return { id: asked.id, query: asked.query, kind: 'asked', grades };
  }
  const translation = translatedLine.safeParse(json).data;
  if (!translation) return undefined;
  const { id, en, ...others } = translation;
  return { id, english: en, wordings: new Map(Object.entries(others)) };
}

const plainId = (given: string): string => parseArxivId(given) ?? given;
