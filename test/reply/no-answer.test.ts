/** Why a search has no answer, as people read it. */
import { expect, test } from 'vitest';
import { howSearched, whyNoAnswer } from '../../src/reply/no-answer.ts';
import type { SearchResult } from '../../src/retrieval/match.ts';

const quote = (text: string) => `“${text}”`;
const result = (more: Partial<SearchResult>): SearchResult => ({
  confident: false,
  words: [],
  matches: [],
  hasMore: false,
  ...more,
});

test('words that no paper contains are named', () => {
  expect(whyNoAnswer(result({ missing: ['lidar'] }), quote)).toBe(
    'I couldn’t find papers on “lidar”. These come closest to the rest of your question.',
  );
});

test('a well-known paper that isn’t here is named with its id', () => {
  const absent = { arxivId: '1706.03762', title: 'Attention Is All You Need' };
  expect(whyNoAnswer(result({ absent }), quote)).toBe(
    'I don’t have “Attention Is All You Need” (arXiv:1706.03762). These papers come closest.',
  );
});

test('a question in an unsupported language is answered in that language', () => {
  expect(whyNoAnswer(result({ unreadLanguage: 'it' }), quote)).toMatch(/^Non sono riuscito/);
  expect(whyNoAnswer(result({}), quote)).toBeUndefined();
});

test('the searched translation and the excluded words are named', () => {
  const translated = { language: 'de', english: 'linear attention', coverage: 1 } as const;
  expect(howSearched(result({ translated, excluded: ['medical'] }), quote)).toEqual([
    'Searched in English: “linear attention”.',
    'Left out papers that mention “medical”.',
  ]);
});
