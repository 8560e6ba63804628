import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithinOneEdit } from '../../src/text/one-edit.ts';

/** Every text within one edit of the word, by brute force. */
function edits(word: string, letters: string): Set<string> {
  const made = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    for (const letter of letters) {
      made.add(before + letter + after);
      if (after) made.add(before + letter + after.slice(1));
    }
    if (after) made.add(before + after.slice(1));
    if (after.length > 1) made.add(before + after.charAt(1) + after.charAt(0) + after.slice(2));
  }
  made.delete(word);
  return made;
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });

describe('isOneSlipAway', () => {
  test.each([
    ['a wrong letter', 'attantion'],
    ['a missing letter', 'atention'],
    ['an extra letter', 'attenntion'],
    ['two letters swapped', 'attnetion'],
    ['the first letter missing', 'ttention'],
    ['the last letter missing', 'attentio'],
  ])('%s is one edit', (_, typed) => {
    expect(isWithinOneEdit(typed, 'attention', false)).toBe(true);
  });

  test('zero and two edits are not one', () => {
    expect(isWithinOneEdit('attention', 'attention', false)).toBe(false);
    expect(isWithinOneEdit('atentoin', 'attention', false)).toBe(false);
  });

  test('an unfinished word may have its edit before the untyped part', () => {
    expect(isWithinOneEdit('atten', 'attention', true)).toBe(false);
    expect(isWithinOneEdit('atetn', 'attention', true)).toBe(true);
    expect(isWithinOneEdit('atxen', 'attention', true)).toBe(true);
    expect(isWithinOneEdit('atxet', 'attention', true)).toBe(false);
  });

  test('for any two words it agrees with brute force', () => {
    fc.assert(
      fc.property(word, word, (typed, known) => {
        expect(isWithinOneEdit(typed, known, false)).toBe(edits(known, 'abc').has(typed));
      }),
      { numRuns: 2_000 },
    );
  });

  test('for an unfinished word it agrees with brute force over every prefix', () => {
    fc.assert(
      fc.property(word, word, (typed, known) => {
        fc.pre(!known.startsWith(typed));
        const beginnings = Array.from({ length: known.length }, (_, i) => known.slice(0, i + 1));
        const isSlip = beginnings.some((beginning) => edits(beginning, 'abc').has(typed));
        expect(isWithinOneEdit(typed, known, true)).toBe(isSlip);
      }),
      { numRuns: 2_000 },
    );
  });
});
