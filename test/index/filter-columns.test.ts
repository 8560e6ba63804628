import { expect, test } from 'vitest';
import { createFilterColumns } from '../../src/index/filter-columns.ts';

const ANY = { categories: [], authors: [] };

function threePapers() {
  const columns = createFilterColumns();
  columns.write(0, { categories: ['cs.CL', 'stat.ML'], published: '2025-01-01' });
  columns.write(1, { categories: ['csx.CL'], published: '2025-06-15' });
  columns.write(2, { categories: [], published: undefined });
  return columns;
}

test('says which rows pass by day and category, as the catalog does', () => {
  const columns = threePapers();
  const passing = (filter: object) => [...columns.mask({ ...ANY, ...filter }, 3)];
  expect(passing({})).toEqual([1, 1, 1]);
  expect(passing({ since: '2025-01-01' })).toEqual([1, 1, 0]);
  expect(passing({ before: '2025-06-15' })).toEqual([1, 0, 0]);
  expect(passing({ since: '2025-01-02', before: '2026-01-01' })).toEqual([0, 1, 0]);
  expect(passing({ categories: ['CS'] })).toEqual([1, 0, 0]);
  expect(passing({ categories: ['stat.ml', 'csx.cl'] })).toEqual([1, 1, 0]);
  expect(passing({ categories: ['cs.CL'], since: '2025-02-01' })).toEqual([0, 0, 0]);
});

test('moves with the rows, and holds any number of them', () => {
  const columns = threePapers();
  columns.write(5_000, { categories: ['cs.CL'], published: '2026-01-01' });
  columns.copy(5_000, 1);
  expect([...columns.mask({ ...ANY, since: '2026-01-01' }, 3)]).toEqual([0, 1, 0]);
  expect(columns.mask({ ...ANY, categories: ['cs'] }, 5_001).at(-1)).toBe(1);
});
