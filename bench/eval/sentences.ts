/** Judges a language model's sentences against their papers. Pure except for `judge`. */

import { mean, percentile, shareOf } from '../../src/eval/metrics.ts';
import { hasOnlyNumbers } from '../../src/grounding/numeric-consistency.ts';
import { splitSentences } from '../../src/text/sentences.ts';

export interface Verdict {
  /** True if the papers support it: its numbers and names are theirs, and a sentence there has a similar meaning. */
  readonly isSupported: boolean;
  /** `none` for a sentence without numbers. */
  readonly numbers: 'right' | 'wrong' | 'none';
}

/** Shares, 0 to 1; undefined without any sentences to count. */
export interface SentenceFigures {
  readonly sentences: number;
  readonly supported: number | undefined;
  readonly withNumbers: number;
  /** Of the sentences with numbers, those whose numbers are all in the papers. */
  readonly numbersRight: number | undefined;
}

export function sentenceFigures(verdicts: readonly Verdict[]): SentenceFigures {
  const withNumbers = verdicts.filter(({ numbers }) => numbers !== 'none');
  return {
    sentences: verdicts.length,
    supported: shareOf(verdicts, ({ isSupported }) => isSupported),
    withNumbers: withNumbers.length,
    numbersRight: shareOf(withNumbers, ({ numbers }) => numbers === 'right'),
  };
}

const NO_NUMBERS: ReadonlySet<string> = new Set();

/** A verdict for each sentence of a text; `held` are the numbers in the papers. */
export async function judge(
  text: string,
  held: ReadonlySet<string>,
  isSupported: (sentence: string) => Promise<boolean>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { text: sentence } of splitSentences(text)) {
    const numbers = hasOnlyNumbers(sentence, NO_NUMBERS)
      ? 'none'
      : hasOnlyNumbers(sentence, held)
        ? 'right'
        : 'wrong';
    verdicts.push({ isSupported: await isSupported(sentence), numbers });
  }
  return verdicts;
}

export interface TimeFigures {
  readonly medianMs: number;
  readonly p95Ms: number;
}

export const timeFigures = (times: readonly number[]): TimeFigures => ({
  medianMs: percentile(0.5, times),
  p95Ms: percentile(0.95, times),
});

/** The mean share of characters kept; undefined for no texts. */
export const compressionOf = (
  texts: readonly { readonly chars: number; readonly of: number }[],
): number | undefined => (texts.length === 0 ? undefined : mean(texts.map(({ chars, of }) => chars / of)));

/** Counts of each value, the most frequent first. */
export function countsOf(values: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
