/** The trained answerability classifier: weights, threshold, and the catalog they were trained on. */
import type { Classifier } from './logistic.ts';

/** Tells questions with an answer here from others: measured on a catalog and a model (calibration.ts). */
export interface AnswerabilityClassifier extends Classifier {
  /** Log-odds below which a question has no answer here. */
  readonly threshold: number;
}

export interface TrainedAnswerability extends AnswerabilityClassifier {
  readonly modelId: string;
  /** How many papers there were. */
  readonly papers: number;
}
