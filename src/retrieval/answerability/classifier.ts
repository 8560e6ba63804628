/** The trained answerability classifier: weights, threshold, and the catalog they were trained on. */
import type { Classifier } from './logistic.ts';

/** Separates answerable queries from others; trained on a catalog and a model (train.ts). */
export interface AnswerabilityClassifier extends Classifier {
  /** Log-odds below which a query counts as unanswerable. */
  readonly threshold: number;
}

export interface TrainedAnswerability extends AnswerabilityClassifier {
  readonly modelId: string;
  /** The number of papers at training time. */
  readonly papers: number;
}
