/** Formats the report of `paperboy eval`. */
import { type Evaluation, type Figures, RANKERS } from '../eval/evaluate.ts';
import type { FittedFigures } from '../eval/tune.ts';

export interface ModelEvaluation extends Evaluation {
  /** The process's peak memory while embedding the papers and answering. */
  readonly peakMemoryMb: number;
}

/** One table of all models, then each model by kind of question. */
export function reportText(evaluations: readonly ModelEvaluation[]): string {
  const rows = evaluations.flatMap(({ modelId, rankers }) =>
    RANKERS.map((ranker) => {
      const { p50Ms, p95Ms, ...figures } = rankers[ranker];
      return [modelId, ranker, ...quality(figures), p50Ms.toFixed(2), p95Ms.toFixed(2)];
    }),
  );
  return [
    table([['model', 'ranker', 'nDCG@10', 'recall@10', 'MRR@10', 'p50 ms', 'p95 ms'], ...rows]),
    ...evaluations.map(modelText),
  ].join('\n');
}

function modelText(evaluation: ModelEvaluation): string {
  const { modelId, papers, questions, rankers, no, falseAbstentionsByKind, fewLabels, tuned, peakMemoryMb } =
    evaluation;
  const kinds = Object.entries(rankers.hybrid.byKind).map(([kind, { questions: count }]) => [
    kind,
    String(count),
    ...RANKERS.map((ranker) => share(rankers[ranker].byKind[kind]?.ndcg)),
    share(falseAbstentionsByKind[kind]),
  ]);
  const fitted = (name: string, figures: FittedFigures | undefined): string =>
    figures
      ? `  ${name} on ${figures.labelled} labelled questions: ${share(figures.ndcg)}, with ${share(figures.denseShare)} for meaning`
      : `  ${name}: too few questions to fit on some and measure on others`;
  return `${modelId}: ${papers} papers, ${questions} questions, ${rankers.hybrid.questions} of them with an answer; ${peakMemoryMb} MB at most
${table([['nDCG@10 by kind', 'questions', ...RANKERS, 'turned away'], ...kinds])}
Saying no: precision ${share(no.precision)}, recall ${share(no.recall)}; of the questions with an answer ${share(no.falseAbstentions)} turned away
Hybrid nDCG@10
  frozen, as it answers today: ${share(rankers.hybrid.ndcg)}
${fitted('fitted', fewLabels)}
${fitted('tuned, cross-validated,', tuned)}
  Fitted is only the share of meaning in a plain sum of both scores, never the model, and measured on the other questions.
`;
}

const quality = ({ ndcg, recall, mrr }: Figures): string[] => [ndcg, recall, mrr].map(share);

/** Such as `0.731`; a dash for no value. */
function share(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3);
}

/** Pads columns to their widest cell; the first is left-aligned, numbers are right-aligned. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) =>
          /^[\d.–]+$/.test(cell) || (i > 1 && row === rows[0])
            ? cell.padStart(widths[i] ?? 0)
            : cell.padEnd(widths[i] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}
