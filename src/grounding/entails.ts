/** Whether an abstract, with its title, entails one sentence. */
import type { Analysis } from './analysis.ts';
import { hasSwappedArguments } from './argument-order.ts';
import { hasCrossedAttributes, hasMisplacedNumber } from './attachment.ts';
import { findContradiction, hasUnsupportedNegation } from './contradiction.ts';
import { coverageOf } from './coverage.ts';
import type { Premise } from './premise.ts';
import { hasOverclaim } from './strength.ts';

export type Doubt =
  | 'contradiction'
  | 'unsupported negation'
  | 'swapped arguments'
  | 'crossed attributes'
  | 'misplaced number'
  | 'over-claim'
  | 'unsupported words';

const MAX_MISSING = 1.9;
const MAX_SHARE = 0.34;
const MAX_PART = 0.6;

export function doubtsOf(sentence: Analysis, premise: Premise): Doubt[] {
  const doubts: Doubt[] = [];
  if (findContradiction(sentence, premise)) doubts.push('contradiction');
  if (hasUnsupportedNegation(sentence, premise)) doubts.push('unsupported negation');
  if (hasSwappedArguments(sentence, premise)) doubts.push('swapped arguments');
  if (hasCrossedAttributes(sentence, premise)) doubts.push('crossed attributes');
  if (hasMisplacedNumber(sentence, premise)) doubts.push('misplaced number');
  if (hasOverclaim(sentence, premise)) doubts.push('over-claim');
  const { missing, share, worstPart } = coverageOf(sentence, premise);
  if (missing > MAX_MISSING || share > MAX_SHARE || worstPart > MAX_PART) doubts.push('unsupported words');
  return doubts;
}
