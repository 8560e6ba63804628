import { describe, expect, test } from 'vitest';
import { dropLeadIn, dropPointersBack, secondConjunct } from '../../src/text/lead-in.ts';

describe('dropLeadIn', () => {
  test.each([
    ['To address these challenges, we introduce Kiwi, a parser.', 'We introduce Kiwi, a parser.'],
    ['In this paper, we show that trees are fast.', 'We show that trees are fast.'],
    ['In this paper we show that trees are fast.', 'We show that trees are fast.'],
    ['However, in this work, we therefore propose Kiwi.', 'We propose Kiwi.'],
    ['Here, we study bees.', 'We study bees.'],
    [
      'Specifically, this paper further presents a corpus of songs.',
      'This paper presents a corpus of songs.',
    ],
    ['Unlike parsers that need rules, tables, and labels, we learn from text.', 'We learn from text.'],
    ['Extending these foundations, we analyse regret.', 'We analyse regret.'],
    ['Methods: We trained a network on 300 scans.', 'We trained a network on 300 scans.'],
    ['To bridge this gap, mBERT reads both languages.', 'mBERT reads both languages.'],
    ['We also release the data.', 'We release the data.'],
  ])('%s', (sentence, expected) => {
    expect(dropLeadIn(sentence)).toBe(expected);
  });

  test.each([
    'Under mild assumptions, we prove that the loss converges.',
    'When labels are noisy, we find that trees win.',
    'On small graphs, we show a linear bound.',
    'Pruning half of the data, we reach the same accuracy.',
    'Without labels, this paper finds topics in speech.',
    'Firstness matters to readers of news.',
  ])('keeps a clause that limits the claim or says how: %s', (sentence) => {
    expect(dropLeadIn(sentence)).toBe(sentence);
  });
});

describe('dropPointersBack', () => {
  test.each([
    ['We propose Kiwi to address these issues.', 'We propose Kiwi.'],
    [
      'We propose a parser, Kiwi, to overcome this gap, by pruning.',
      'We propose a parser, Kiwi, by pruning.',
    ],
    ['We present a corpus, the first designed for this task.', 'We present a corpus, the first.'],
    ['We present Kiwi, a system designed to answer this question.', 'We present Kiwi, a system.'],
    ['We propose Kiwi, a parser that solves this problem.', 'We propose Kiwi, a parser.'],
  ])('%s', (sentence, expected) => {
    expect(dropPointersBack(sentence)).toBe(expected);
  });

  test('keeps purposes that stand alone, and verbs that need theirs', () => {
    for (const sentence of [
      'We propose Kiwi to parse code.',
      'We study a way to close this gap.',
      'This paper aims to close this gap.',
      'We present a corpus which has been made to close this gap.',
    ])
      expect(dropPointersBack(sentence)).toBe(sentence);
  });
});

test('secondConjunct returns the new part without its predecessor', () => {
  expect(secondConjunct('We analyse errors of parsers, and propose Kiwi, which avoids them.')).toBe(
    'We propose Kiwi, which avoids them.',
  );
  expect(secondConjunct('This paper studies bees and introduces a corpus of hives.')).toBe(
    'This paper introduces a corpus of hives.',
  );
  expect(secondConjunct('We study bees and wasps.')).toBeUndefined();
});
