import { expect, test } from 'vitest';
import { standsAlone } from '../../src/text/references.ts';

test.each([
  'It outperforms all others.',
  'These results show that trees win.',
  'This approach has drawbacks.',
  'We propose Kiwi to solve this problem.',
  'We evaluate it on two corpora.',
  'We investigate their attention maps.',
  'The proposed method halves errors.',
  'Our method halves errors.',
  'We show that the method outperforms others.',
  'We compare such models with trees.',
  'We show that they are slower.',
  'We report a mean over all four metrics.',
  'We introduce a way that solves both.',
])('refers to something unseen: %s', (sentence) => {
  expect(standsAlone(sentence)).toBe(false);
});

test.each([
  'This paper surveys parsers.',
  'This position paper argues for tests.',
  'We propose Kiwi, a parser that retains its guarantees.',
  'We propose metrics such as recall.',
  'We adapt the method of Marks to speech.',
  'We study the tool usage of agents.',
  'We propose a module that smooths the forward pass of the network, and a loss.',
  'We introduce a model that is faster than those of others.',
  'We show that it is hard to tell whether models lie.',
  'We introduce both a corpus and a test.',
])('is self-contained: %s', (sentence) => {
  expect(standsAlone(sentence)).toBe(true);
});
