import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTermDictionary } from '../../src/index/lexical/term-dictionary.ts';

test('a word keeps its first number', () => {
  const table = createTermDictionary();
  const text = 'one two one';
  expect(table.number(text, 0, 3)).toBe(0);
  expect(table.number(text, 4, 7)).toBe(1);
  expect(table.number(text, 8, 11)).toBe(0);
  expect(table.number('two', 0, 3)).toBe(1);
  expect(table.size).toBe(2);
  expect([0, 1].map(table.word)).toEqual(['one', 'two']);
});

test('thousands of words are distinguished and returned', () => {
  const words = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }), { maxLength: 50 });
  fc.assert(
    fc.property(words, (words) => {
      const table = createTermDictionary();
      const all = [...words, ...Array.from({ length: 1_500 }, (_, i) => `${i}`), ...words];
      const different = [...new Set(all)];
      const expected = new Map(different.map((word, number) => [word, number]));
      const numbers = all.map((word) => table.number(`(${word})`, 1, 1 + word.length));
      expect(numbers).toEqual(all.map((word) => expected.get(word)));
      expect(different.map((_, number) => table.word(number))).toEqual(different);
    }),
    { numRuns: 5 },
  );
});

test('words with the same hash are distinct', () => {
  // FNV-1a gives both 1,582,148,253.
  const table = createTermDictionary();
  const [first, second] = ['costarring', 'liquid'];
  expect(table.number(first, 0, first.length)).toBe(0);
  expect(table.number(second, 0, second.length)).toBe(1);
  expect(table.number(first, 0, first.length)).toBe(0);
});

test('a word of any length is returned: damaged papers contain some of 200,000 letters', () => {
  const table = createTermDictionary();
  const long = `${'x'.repeat(199_999)}\ud83d`;
  expect(table.word(table.number(long, 0, long.length))).toBe(long);
  expect(table.characters).toBe(200_000);
});
