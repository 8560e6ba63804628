/** `npm run eval:llm -- rewriting`: measures query rewriting on the graded questions of test/relevance. */

import type { ChatModel } from '../src/llm/chat-model.ts';
import { evaluateRewriting, type RewritingEvaluation, type RewritingFigures } from './eval/rewriting.ts';
import { createPlainRewriter } from './plain-rewriter.ts';
import type { RelevanceLibrary } from './relevance-library.ts';

const PATIENCE_MS = 60_000;

/** With the given model, and with one that only strips and expands words, which every model should beat. */
export async function compareRewriting(
  { engine, questions }: RelevanceLibrary,
  model: ChatModel | undefined,
): Promise<readonly RewritingEvaluation[]> {
  const evaluations: RewritingEvaluation[] = [];
  for (const one of [createPlainRewriter(engine), ...(model ? [model] : [])])
    evaluations.push(await evaluateRewriting(engine, one, questions, PATIENCE_MS));
  return evaluations;
}

export function printRewriting(evaluations: readonly RewritingEvaluation[]): void {
  for (const { byKind, modelId, failed, unsure, wronglyAnswered, ...all } of evaluations) {
    console.log(`\nrewriting by ${modelId}: nDCG@10`);
    console.log(`  ${'kind'.padEnd(16)}${'questions'.padStart(10)}     plain   /papers      /ask`);
    for (const [kind, figures] of Object.entries(byKind)) print(kind, figures);
    print('all', all);
    console.log(
      `  ${unsure} found nothing in their own words; ${wronglyAnswered} without an answer here got one in others; ${failed} times no words came`,
    );
  }
}

function print(name: string, { questions, plain, whereUnsure, asked }: RewritingFigures): void {
  const columns = [plain, whereUnsure, asked].map((value) => value.toFixed(3).padStart(10));
  console.log(`  ${name.padEnd(16)}${`${questions}`.padStart(10)}${columns.join('')}`);
}
