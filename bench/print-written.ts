/** Prints the figures of `npm run eval:llm` about summaries and answers. */

import type { AskedModel } from '../src/llm/client.ts';
import type { SentenceFigures, TimeFigures } from './eval/sentences.ts';
import type { AnswersFigures, JudgedFigures, Outcomes } from './eval/written-answers.ts';
import type { SummariesFigures } from './eval/written-summaries.ts';
import { percent } from './figures.ts';

const row = (name: string, ...cells: readonly (string | number)[]): void =>
  console.log(`  ${name.padEnd(34)}${cells.map((cell) => `${cell}`.padStart(14)).join('')}`);

function printSentences(written: SentenceFigures, shown: SentenceFigures): void {
  row('sentences', written.sentences, shown.sentences);
  row('supported', percent(written.supported), percent(shown.supported));
  row('with numbers', written.withNumbers, shown.withNumbers);
  row('numbers right', percent(written.numbersRight), percent(shown.numbersRight));
}

function printRest(because: Readonly<Record<string, number>>, { medianMs, p95Ms }: TimeFigures): void {
  const reasons = Object.entries(because).map(([reason, count]) => `${reason} ${count}`);
  console.log(`  not as asked, because: ${reasons.join(', ') || 'never'}`);
  console.log(`  seconds: median ${(medianMs / 1_000).toFixed(2)}, p95 ${(p95Ms / 1_000).toFixed(2)}`);
}

export function printSummaries(figures: SummariesFigures): void {
  const { summaries, byModel, because, written, shown, compression, otherLanguage, times } = figures;
  console.log(`\n${summaries} summaries, of which a person gets ${byModel} in the model's words`);
  row('in English', 'as written', 'as shown');
  printSentences(written, shown);
  row(
    `in the other language, of ${otherLanguage.asked}`,
    percent(otherLanguage.written),
    percent(otherLanguage.shown),
  );
  console.log(`  length, by that of the abstract: ${percent(compression)}`);
  printRest(because, times);
}

export function printAnswers(figures: AnswersFigures): void {
  const { questions, withAnswer, withoutAnswer, because, written, shown, otherLanguage, times } = figures;
  console.log(`\n${questions} questions`);
  row('answered by', 'the model', 'the papers', 'turned away');
  const outcomes = (name: string, { questions: count, model, papers, falseAbstentions }: Outcomes) =>
    row(`${name}, ${count}`, model, papers, falseAbstentions);
  outcomes('with an answer here', withAnswer);
  outcomes('without one', withoutAnswer);
  row('', 'as written', 'as shown');
  const citations = ({ citationsValid }: JudgedFigures): string => percent(citationsValid);
  row('statements', written.statements, shown.statements);
  row('citations valid', citations(written), citations(shown));
  printSentences(written, shown);
  row(
    `in the other language, of ${otherLanguage.asked}`,
    percent(otherLanguage.written),
    percent(otherLanguage.shown),
  );
  console.log(`  answers by the model that cite a paper judged to fit: ${percent(figures.citesRelevant)}`);
  printRest(because, times);
}

/** Tokens in and out, in total. */
export const tokensOf = (asked: readonly AskedModel[]): { calls: number; in: number; out: number } => ({
  calls: asked.length,
  in: asked.reduce((sum, { tokens }) => sum + tokens.in, 0),
  out: asked.reduce((sum, { tokens }) => sum + tokens.out, 0),
});

export function describeTokens(asked: readonly AskedModel[]): string {
  const { calls, in: tokensIn, out } = tokensOf(asked);
  return `  tokens: ${tokensIn} in and ${out} out, for ${calls} questions to the model`;
}
