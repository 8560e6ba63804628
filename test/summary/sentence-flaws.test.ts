import { expect, test } from 'vitest';
import { findFlaws } from '../../bench/eval/sentence-flaws.ts';

const ABSTRACT =
  'However, retrievers are slow. To address this, we propose RareNet, a retriever that learns words, which needs no labels. ' +
  'It wins on ten tasks, but only if texts are long. We do not use (i) maps. Our method is fast. We use $x$ and \\emph{y} for trees and forests.';

test.each([
  ['missing', ''],
  ['cut', 'We propose RareNet, a retriever that…'],
  ['cut', 'We propose RareNet, a retriever that'],
  ['cut', 'We propose RareNet, a.'],
  ['cut', 'To address this, we propose.'],
  ['lead-in', 'However, retrievers are slow.'],
  ['lead-in', 'To address this, we propose RareNet, a retriever that learns words.'],
  ['unseen referent', 'It wins on ten tasks.'],
  ['unseen referent', 'Our method is fast.'],
  ['unseen referent', 'To address this, we propose RareNet.'],
  ['markup', 'We use $x$ and \\emph{y} for trees.'],
  ['unbalanced', 'We do not use (i maps.'],
  ['no finite verb', 'RareNet, a retriever.'],
  ['not the abstract’s words', 'We propose RareNet, an excellent retriever.'],
  ['lost condition', 'It wins on ten tasks.'],
  ['lost condition', 'We do use (i) maps.'],
] as const)('finds %s in: %s', (flaw, sentence) => {
  expect(findFlaws({ sentence, abstract: ABSTRACT, room: 200 })).toContain(flaw);
});

test('finds sentences over the limit', () => {
  const sentence = 'We propose RareNet, a retriever that learns words.';
  expect(findFlaws({ sentence, abstract: ABSTRACT, room: 40 })).toEqual(['too long']);
});

test.each([
  'We propose RareNet, a retriever that learns words.',
  'We propose RareNet, a retriever that learns words, which needs no labels.',
  'Retrievers are slow.',
])('finds nothing in: %s', (sentence) => {
  expect(findFlaws({ sentence, abstract: ABSTRACT, room: 200 })).toEqual([]);
});
