/** arXiv's categories: one meaning of a name for every command, setting and filter. */
import { expect, test } from 'vitest';
import {
  categoriesOfClass,
  isArchive,
  isCategoryTerm,
  matchesCategory,
  readCategory,
} from '../../src/domain/category.ts';

test.each([
  ['cs.CL', 'cs.CL'],
  [' CS.cl ', 'cs.CL'],
  ['cs', 'cs'],
  ['Math', 'math'],
  ['physics.FLU-DYN', 'physics.flu-dyn'],
  ['hep-th', 'hep-th'],
])('%j is read as %s', (typed, name) => expect(readCategory(typed)).toBe(name));

test.each(['cs.ZZ', 'nlp', 'CL', '', 'cs.', '.CL', 'cs CL', '__proto__', 'constructor'])(
  '%j is no category',
  (typed) => expect(readCategory(typed)).toBeUndefined(),
);

test('An archive covers all its categories, and no other archive with the same beginning', () => {
  expect(matchesCategory('cs.CL', 'cs')).toBe(true);
  expect(matchesCategory('CS.cl', 'cs.CL')).toBe(true);
  expect(matchesCategory('math-ph', 'math')).toBe(false);
  expect(matchesCategory('cs.CL', 'cs.C')).toBe(false);
  expect(matchesCategory('cs', 'cs.CL')).toBe(false);
  expect([isArchive('cs'), isArchive('hep-th'), isArchive('constructor')]).toEqual([true, false, false]);
});

test('A subject class alone leads to its categories', () => {
  expect(categoriesOfClass('sy')).toEqual(['cs.SY', 'eess.SY']);
  expect(categoriesOfClass('nothing')).toEqual([]);
});

test('Terms of other schemes are no categories; one that is new to this list is', () => {
  expect(['I.2.7', '68T50', 'F.1.1; I.2'].map(isCategoryTerm)).toEqual([false, false, false]);
  expect(['cs.NW', 'q-bio.QM', 'cond-mat.dis-nn'].map(isCategoryTerm)).toEqual([true, true, true]);
});
