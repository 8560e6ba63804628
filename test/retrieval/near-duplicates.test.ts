import { expect, it } from 'vitest';
import { createDuplicateFilter } from '../../src/retrieval/near-duplicates.ts';
import { makePaper } from '../helpers/papers.ts';

const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `word${from + i}`).join(' ');
const work = (title: string, abstract: string) => makePaper({ title, abstract });

it('The same title is the same work, whatever its case and punctuation', () => {
  const isSeen = createDuplicateFilter();
  expect(isSeen(work('Contrast Is All You Need', words(0, 50)))).toBe(false);
  expect(isSeen(work('Contrast is all you need!', words(100, 150)))).toBe(true);
});

it('Nearly the same abstract is the same work, whatever its title', () => {
  const isSeen = createDuplicateFilter();
  expect(isSeen(work('One', words(0, 100)))).toBe(false);
  expect(isSeen(work('Two', words(5, 105)))).toBe(true);
  // 60 shared words of 140 make no duplicate, although both have the same subject.
  expect(isSeen(work('Three', words(40, 140)))).toBe(false);
  expect(isSeen(work('Four', words(0, 30)))).toBe(false);
});

it('Abstracts of a few words, or none, prove nothing', () => {
  const isSeen = createDuplicateFilter();
  expect(isSeen(work('One', ''))).toBe(false);
  expect(isSeen(work('Two', ''))).toBe(false);
  expect(isSeen(work('Three', words(0, 10)))).toBe(false);
  expect(isSeen(work('Four', words(0, 10)))).toBe(false);
});

it('Duplicates share three quarters of all words of both abstracts', () => {
  const isSeen = createDuplicateFilter();
  expect(isSeen(work('One', words(0, 100)))).toBe(false);
  // 86 of 114, then 85 of 115.
  expect(isSeen(work('Two', words(14, 114)))).toBe(true);
  expect(isSeen(work('Three', words(15, 115)))).toBe(false);
});

it('An abstract that contains another and is a third longer is the same work; a longer one is not', () => {
  const isSeen = createDuplicateFilter();
  expect(isSeen(work('One', words(0, 75)))).toBe(false);
  expect(isSeen(work('Two', words(0, 100)))).toBe(true);
  expect(isSeen(work('Three', words(0, 101)))).toBe(false);
});

it('Twenty words of abstract are enough', () => {
  const isSeen = createDuplicateFilter();
  expect(isSeen(work('One', words(0, 20)))).toBe(false);
  expect(isSeen(work('Two', words(0, 20)))).toBe(true);
});
