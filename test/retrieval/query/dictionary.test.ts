import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import wordListPath from 'word-list';
import { createDictionary } from '../../../src/retrieval/query/dictionary.ts';

it('knows every word of the list, and nothing else', () => {
  const isEnglish = createDictionary();
  const words = readFileSync(wordListPath, 'utf8').trim().split('\n');
  expect(words.filter((word) => !isEnglish(word))).toEqual([]);
  for (const other of ['', 'a', 'z', 'zeb', 'zebraa', 'xqzwv', 'llm', '\n'])
    expect(isEnglish(other), other).toBe(words.includes(other));
});
