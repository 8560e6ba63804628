/** A word of a sentence as the checks compare it. */
import type { NumberSpan } from './numeric-consistency.ts';
import type { PartOfSpeech } from './tagger.ts';

export interface Word {
  readonly text: string;
  readonly lower: string;
  readonly lemma: string;
  /** The stem of its lemma, and of the word as it is written. */
  readonly root: string;
  readonly stem: string;
  readonly form: number;
  /** Roots of what an abbreviation stands for, with its own. */
  readonly roots: ReadonlySet<string>;
  readonly pos: PartOfSpeech;
  readonly at: number;
  /** The smallest part: between commas, brackets, "and", "while" and the like. */
  readonly segment: number;
  readonly isContent: boolean;
  /** -1 under an odd number of negations, 0 further off in the clause of one, else 1. */
  polarity: -1 | 0 | 1;
  readonly number?: NumberSpan | undefined;
}

/** Without what an abbreviation stands for. */
export const formsOf = ({ root, stem }: Word): readonly string[] => [root, stem];
