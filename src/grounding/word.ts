/** A word of a sentence as the checks compare it. */
import type { NumberSpan } from './numeric-consistency.ts';
import type { PartOfSpeech } from './tagger.ts';

export interface Word {
  readonly text: string;
  readonly lower: string;
  readonly lemma: string;
  /** The stem of its lemma, and of the word as written. */
  readonly root: string;
  readonly stem: string;
  readonly form: number;
  /** Roots of an abbreviation's long form, with its own. */
  readonly roots: ReadonlySet<string>;
  readonly pos: PartOfSpeech;
  readonly at: number;
  /** The smallest part: between commas, brackets, "and", "while" and the like. */
  readonly segment: number;
  readonly isContent: boolean;
  /** -1 under an odd number of negations, 0 elsewhere in a negated clause, else 1. */
  polarity: -1 | 0 | 1;
  readonly number?: NumberSpan | undefined;
}

/** Without abbreviations' long forms. */
export const formsOf = ({ root, stem }: Word): readonly string[] => [root, stem];
