/** British and American spellings. */
import { expect, test } from 'vitest';
import { spellingVariants } from '../../src/text/spelling-variants.ts';

test.each([
  ['quantisation', 'quantization'],
  ['optimize', 'optimise'],
  ['behaviour', 'behavior'],
  ['color', 'colour'],
  ['modelling', 'modeling'],
  ['labeled', 'labelled'],
  ['centre', 'center'],
  ['analyse', 'analyze'],
  ['catalogue', 'catalog'],
  ['defence', 'defense'],
  ['grey', 'gray'],
  ['paediatric', 'pediatric'],
])('%s may be spelt %s', (word, other) => {
  expect(spellingVariants(word)).toContain(other);
  expect(spellingVariants(other)).toContain(word);
});

test.each(['filling', 'four', 'store', 'noise'])('%s is spelt alike on both sides', (word) => {
  expect(spellingVariants(word).filter((variant) => ['filing', 'for', 'stoer'].includes(variant))).toEqual(
    [],
  );
});
