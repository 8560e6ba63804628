/**
 * Measures the gain from labelled questions. Embedding models are compared frozen, with a few labelled examples, and
 * tuned. Only the vectors' share of the fused score is fitted, never the model, and on other questions than are
 * measured.
 */
import type { DenseResult } from '../retrieval/dense.ts';
import type { LexicalResult } from '../retrieval/lexical.ts';
import { RANKING } from '../retrieval/ranking-options.ts';
import { fuseWeighted } from '../retrieval/weighted-fusion.ts';
import { type Grades, mean, ndcgAt } from './metrics.ts';
import { draw } from './random.ts';

export interface Halves {
  readonly lexical: LexicalResult;
  readonly dense: DenseResult;
}

export interface LabelledQuestion {
  readonly halves: Halves;
  readonly grades: Grades;
}

export interface FittedFigures {
  /** The number of questions on which the share was fitted each time. */
  readonly labelled: number;
  /** nDCG@10 on the other questions, averaged over the fits. */
  readonly ndcg: number;
  /** Mean of the fitted shares. */
  readonly denseShare: number;
}

const SHARES = Array.from({ length: 21 }, (_, i) => i / 20);
const FEW = 16;
const DRAWS = 20;
const FOLDS = 5;
const DEPTH = 10;

/** Undefined if there are too few questions to fit on some and measure on others. */
export function fitShare(
  questions: readonly LabelledQuestion[],
  random: () => number,
): { readonly fewLabels: FittedFigures | undefined; readonly tuned: FittedFigures | undefined } {
  if (questions.length < FOLDS) return { fewLabels: undefined, tuned: undefined };
  // [questions x shares]
  const table = questions.map(({ halves, grades }) =>
    SHARES.map((share) => {
      const ranked = fuseWeighted(halves.lexical, halves.dense, {
        lexical: 1 - share,
        dense: share,
        lexicalPower: RANKING.lexicalPower,
      });
      return ndcgAt(
        DEPTH,
        ranked.slice(0, DEPTH).map(({ paperId }) => paperId),
        grades,
      );
    }),
  );
  const draws = Array.from({ length: DRAWS }, () => new Set(draw([...table.keys()], FEW, random)));
  return {
    fewLabels: questions.length >= 2 * FEW ? figures(table, draws) : undefined,
    tuned: figures(
      table,
      Array.from(
        { length: FOLDS },
        (_, fold) => new Set([...table.keys()].filter((row) => row % FOLDS !== fold)),
      ),
    ),
  };
}

function figures(table: readonly number[][], fittedOn: readonly ReadonlySet<number>[]): FittedFigures {
  const fits = fittedOn.map((rows) => {
    const fit = table.filter((_, row) => rows.has(row));
    const rest = table.filter((_, row) => !rows.has(row));
    const means = SHARES.map((_, column) => mean(fit.map((row) => row[column] ?? 0)));
    const best = means.indexOf(Math.max(...means));
    return { share: SHARES[best] ?? 0, ndcg: mean(rest.map((row) => row[best] ?? 0)) };
  });
  return {
    labelled: Math.round(mean(fittedOn.map((rows) => rows.size))),
    ndcg: mean(fits.map(({ ndcg }) => ndcg)),
    denseShare: mean(fits.map(({ share }) => share)),
  };
}
