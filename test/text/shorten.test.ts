import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortenSentence } from '../../src/text/shorten.ts';

describe('shortenSentence', () => {
  test('keeps a sentence that fits, except citations', () => {
    expect(shortenSentence('We extend trees [3, 4] and forests (Ada et al., 2020).', 200)).toBe(
      'We extend trees and forests.',
    );
  });

  test.each([
    [
      'We propose Kiwi, a parser for logs, which needs no rules at all.',
      'We propose Kiwi, a parser for logs.',
    ],
    [
      'We propose Kiwi, a parser for logs, reducing errors by a third.',
      'We propose Kiwi, a parser for logs.',
    ],
    [
      'We propose Kiwi (see the appendix), a parser for logs and mails.',
      'We propose Kiwi, a parser for logs and mails.',
    ],
    [
      'We propose Kiwi, a parser of logs; errors fall by a third in all.',
      'We propose Kiwi, a parser of logs.',
    ],
    [
      'We propose Kiwi, a parser of logs, and show that errors fall a lot.',
      'We propose Kiwi, a parser of logs.',
    ],
    [
      'We propose Kiwi, a parser of short logs, by training on long mails.',
      'We propose Kiwi, a parser of short logs.',
    ],
    [
      'We propose Kiwi, a parser of short logs – the first one of its kind.',
      'We propose Kiwi, a parser of short logs.',
    ],
  ])('drops parentheses and clauses from the end: %s', (sentence, expected) => {
    expect(shortenSentence(sentence, 50)).toBe(expected);
  });

  test('keeps as much as fits', () => {
    const sentence = 'We propose Kiwi, a parser for logs, which needs no rules, reducing errors by a third.';
    expect(shortenSentence(sentence, 70)).toBe('We propose Kiwi, a parser for logs, which needs no rules.');
  });

  test.each([
    ['a condition', 'We show that pruning keeps accuracy, but only when labels are clean and plentiful.'],
    ['an exception', 'We find that all the models fail, except those that were trained on both languages.'],
    [
      'a condition without a comma',
      'We show that small trees win over deep nets only when labels are very scarce.',
    ],
    [
      'an item of a list',
      'We compare trees, forests, rules, tables, graphs, grids, nets, lattices, and kernels.',
    ],
    [
      'an item behind a colon',
      'We release three corpora: songs of birds, calls of bats, and a large set of whale clicks.',
    ],
    [
      'the verb of a that-clause',
      'We find that models, which were trained on mails, outperform all the others by far.',
    ],
    [
      'what a verb enables',
      'We propose a scheme that allows models to learn from logs with few labels and little time.',
    ],
    [
      'the object that two verbs share',
      'We present a compact model to detect and track small objects in long night videos.',
    ],
    [
      'one of a pair',
      'We propose Kiwi, which not only parses all logs in time, but also explains its errors.',
    ],
    [
      'a verb of a series',
      'We derive a bound for all trees, identify constants, and test them on long hard logs.',
    ],
    [
      'the agent of a passive',
      'We release texts that were written by using keyboards of phones from many countries.',
    ],
  ])('never drops %s', (_, sentence) => {
    for (let room = 20; room < sentence.length; room++) {
      const short = shortenSentence(sentence, room);
      // Either no text, or one that a reader would accept as implied by the original.
      expect([
        undefined,
        'We release texts.',
        'We present a compact model.',
        'We propose Kiwi.',
        'We propose a scheme.',
        'We release three corpora.',
      ]).toContain(short);
    }
  });

  test('keeps parentheses whose content is used later, or that limit the claim', () => {
    expect(
      shortenSentence(
        'We propose Focal Trees (FT), for which FT stands, and more of it in many long words.',
        70,
      ),
    ).not.toBe('We propose Focal Trees, for which FT stands.');
    expect(
      shortenSentence(
        'We show that trees win (only if labels are clean) in several long and hard tests.',
        60,
      ),
    ).toBeUndefined();
  });

  test('for any sentence it returns its words in order, within the limit and with closed brackets', () => {
    const word = fc.constantFrom(
      ...'We propose show that which where models a the and , ; : ( ) – using to learn reducing only if not by e.g. 3.5 "x" logs'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.integer({ min: 10, max: 200 }), (words, room) => {
        const sentence = `${words.join(' ')}.`;
        const short = shortenSentence(sentence, room);
        if (short === undefined) return;
        expect(short.length).toBeLessThanOrEqual(room);
        let from = 0;
        const said: readonly string[] = sentence.match(/[\p{L}\p{N}]+/gu) ?? [];
        for (const each of short.match(/[\p{L}\p{N}]+/gu) ?? []) {
          from = said.indexOf(each, from) + 1;
          expect(from).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a hundred thousand words are no sentence', () => {
    expect(shortenSentence('that when '.repeat(100_000), 200)).toBeUndefined();
  });
});
