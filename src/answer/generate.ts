/** Lets a language model answer from abstracts, and keeps the supported parts. */
import { z } from 'zod';
import type { Paper } from '../domain/paper.ts';
import { findRefuted } from '../grounding/second-opinion.ts';
import type { AskOptions, ChatModel } from '../llm/chat-model.ts';
import { loadPrompt } from '../llm/prompt.ts';
import { earlierAsData } from '../retrieval/query/rewrite.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { splitSentences } from '../text/sentences.ts';
import type { Wording } from './retrieve.ts';
import type { Statement } from './statements.ts';
import { MAX_STATEMENTS, verifyCitations } from './verify-citations.ts';

const MAX_ABSTRACT_CHARS = 2_000;
const MAX_TITLE_CHARS = 250;
const MAX_QUESTION_CHARS = 2_000;

const TAGS = ['papers', 'earlier', 'question'] as const;

export const answerPrompt = loadPrompt(
  'answer',
  TAGS,
  z.object({
    statements: z
      .array(z.object({ text: z.string(), papers: z.array(z.number()), english: z.string().default('') }))
      .meta({ maxItems: MAX_STATEMENTS }),
  }),
);

/**
 * The supported statements, at most five; none if the model gave none, or none is supported.
 * @throws LanguageModelError if the output is unusable.
 */
export async function generateAnswer(
  engine: Pick<SearchEngine, 'embedder' | 'vocabulary'>,
  model: ChatModel,
  { query, earlier }: Wording,
  papers: readonly Paper[],
  options: AskOptions<z.infer<typeof answerPrompt.output>>,
): Promise<Statement[]> {
  const values = {
    papers: papersAsData(papers),
    earlier: earlierAsData(earlier),
    question: truncate(collapseSpace(query.typed), MAX_QUESTION_CHARS),
  };
  const { statements } = await model.ask(answerPrompt, values, options);
  const { instructions } = answerPrompt.render(values);
  const asked = { engine, question: query.typed, instructions, tags: TAGS };
  const passed = await verifyCitations(statements, papers, asked);
  const sentences = passed.flatMap(({ text }) => splitSentences(text).map((each) => each.text));
  const refuted = await findRefuted(model, sentences, values.papers, options);
  return passed.flatMap((statement) => {
    const text = without(statement.text, refuted);
    return text ? { ...statement, text } : [];
  });
}

function without(text: string, refuted: ReadonlySet<string>): string {
  const parts = splitSentences(text);
  if (!parts.some((part) => refuted.has(part.text))) return text;
  return parts
    .filter((part) => !refuted.has(part.text))
    .map((part) => part.text)
    .join(' ');
}

/** One line per paper: no title or abstract can begin another. */
const papersAsData = (papers: readonly Paper[]): string =>
  papers.map((paper, i) => `[${i + 1}] ${asLine(paper)}`).join('\n');

const asLine = ({ title, abstract }: Paper): string =>
  `${truncate(collapseSpace(title), MAX_TITLE_CHARS)}: ${truncate(collapseSpace(abstract), MAX_ABSTRACT_CHARS)}`;

/** The papers in such data, in its order, found among `all`. */
export function papersInData(data: string, all: readonly Paper[]): Paper[] {
  const byLine = new Map(all.map((paper) => [asLine(paper), paper]));
  return data.split('\n').flatMap((line) => byLine.get(line.replace(/^\[\d+\] /, '')) ?? []);
}
