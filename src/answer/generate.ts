/** Lets a language model answer from abstracts, and keeps of what it says what stands in them. */
import { z } from 'zod';
import type { Paper } from '../domain/paper.ts';
import type { AskOptions, ChatModel } from '../llm/chat-model.ts';
import { loadPrompt } from '../llm/prompt.ts';
import { earlierAsData } from '../retrieval/query/rewrite.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { collapseSpace, truncate } from '../text/display.ts';
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
 * The statements that the papers bear out, at most five; none where the model gave none, or none that they do.
 * @throws LanguageModelError where it says nothing that can be used.
 */
export async function generateAnswer(
  engine: Pick<SearchEngine, 'embedder' | 'vocabulary'>,
  model: ChatModel,
  { text, earlier }: Wording,
  papers: readonly Paper[],
  options: AskOptions<z.infer<typeof answerPrompt.output>>,
): Promise<Statement[]> {
  const values = {
    papers: papersAsData(papers),
    earlier: earlierAsData(earlier),
    question: truncate(collapseSpace(text), MAX_QUESTION_CHARS),
  };
  const { statements } = await model.ask(answerPrompt, values, options);
  const { instructions } = answerPrompt.render(values);
  return verifyCitations(statements, papers, { engine, question: text, instructions, tags: TAGS });
}

/** A line a paper: what stands in a title or an abstract can't begin another. */
const papersAsData = (papers: readonly Paper[]): string =>
  papers.map((paper, i) => `[${i + 1}] ${asLine(paper)}`).join('\n');

const asLine = ({ title, abstract }: Paper): string =>
  `${truncate(collapseSpace(title), MAX_TITLE_CHARS)}: ${truncate(collapseSpace(abstract), MAX_ABSTRACT_CHARS)}`;

/** The papers that were given in such data, in its order; `all` are those among which they are. */
export function papersInData(data: string, all: readonly Paper[]): Paper[] {
  const byLine = new Map(all.map((paper) => [asLine(paper), paper]));
  return data.split('\n').flatMap((line) => byLine.get(line.replace(/^\[\d+\] /, '')) ?? []);
}
