/** Filters by day, category and author. */
import { describe, expect, test } from 'vitest';
import type { PaperFilter } from '../../../src/domain/filter.ts';
import { papersOfAuthors } from '../../../src/retrieval/retrieve.ts';
import { lexicalOf } from '../../helpers/word-indexes.ts';
import { paper, vector } from '../helpers.ts';
import { type NewDatabase, storesForTest } from './database.ts';

/** Papers that differ in everything by which filters select. */
export const FILTERED_PAPERS = [
  paper('2501.00001', 'Chess', {
    authors: ['Yann LeCun', 'Ada Wei'],
    categories: ['cs.CL', 'stat.ML'],
    published: '2025-01-01',
  }),
  paper('2506.00001', 'Chess again', {
    authors: ['José García', 'Li Wei'],
    categories: ['cs.LG'],
    published: '2025-06-15',
  }),
  paper('2512.00001', 'More chess', {
    authors: ['Wei Yann', 'Lecun Xu', 'Jean-Pierre O’Brien'],
    categories: ['quant-ph', 'csx.CL'],
    published: '2025-12-31',
  }),
  paper('local:chess', 'Chess without a day', { authors: ['Madonna'] }),
];

export function filterContract(newDatabase: NewDatabase): void {
  const ANY: PaperFilter = { categories: [], authors: [] };

  async function passing(filter: Partial<PaperFilter>): Promise<string[]> {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add(FILTERED_PAPERS);
    const newest = await stores.papers.newest({ ...ANY, ...filter }, 10);
    const whole = { ...ANY, ...filter };
    const only = await papersOfAuthors(stores, whole);
    const matched = await lexicalOf(stores).search(['chess'], 10, { filter: whole, only });
    // Both ways to filter agree on every filter of every test.
    expect(matched.map(({ paperId }) => paperId).sort()).toEqual([...newest].sort());
    return newest;
  }

  describe('A filter selects papers', () => {
    test('or all of them if empty, newest first, undated ones last', async () => {
      expect(await passing({})).toEqual(['2512.00001', '2506.00001', '2501.00001', 'local:chess']);
    });

    test('published on a day or later, and before another', async () => {
      expect(await passing({ since: '2025-06-15' })).toEqual(['2512.00001', '2506.00001']);
      expect(await passing({ before: '2025-06-15' })).toEqual(['2501.00001']);
      expect(await passing({ since: '2025-01-02', before: '2025-12-31' })).toEqual(['2506.00001']);
      expect(await passing({ since: '2026-01-01' })).toEqual([]);
    });

    test('of the month in their arXiv id, if the date is unknown', async () => {
      const stores = await storesForTest(newDatabase);
      const undated = ['2509.20354', 'cs/0112017', 'math.GT/9309136', 'local:2509-20354', '2513.00001'];
      await stores.papers.add(undated.map((id) => paper(id, `Chess ${id}`)));
      await stores.vectors.add(
        'model',
        undated.map((id) => vector(id, 1)),
      );
      const { items } = await stores.vectors.since('model', 0, 10);
      const months = [undefined, '2001-12-01', '2025-09-01', '1993-09-01'];
      expect(new Set(items.map(({ published }) => published))).toEqual(new Set(months));
      const ids = async (filter: Partial<PaperFilter>) => {
        const newest = await stores.papers.newest({ ...ANY, ...filter }, 10);
        const matched = await lexicalOf(stores).search(['chess'], 10, { filter: { ...ANY, ...filter } });
        expect(matched.map(({ paperId }) => paperId).sort()).toEqual([...newest].sort());
        return newest;
      };
      expect(await ids({ since: '2025-01-01' })).toEqual(['2509.20354']);
      expect(await ids({ since: '2025-09-01', before: '2025-10-01' })).toEqual(['2509.20354']);
      // It may be from any day of that month.
      expect(await ids({ since: '2025-09-02' })).toEqual([]);
      expect((await ids({ before: '2002-01-01' })).sort()).toEqual(['cs/0112017', 'math.GT/9309136']);
      // An unknown date is never shown.
      expect((await stores.papers.get('2509.20354'))?.published).toBeUndefined();
    });

    test('in any of the categories, in any case, an archive covering all of its own', async () => {
      expect(await passing({ categories: ['cs.cl'] })).toEqual(['2501.00001']);
      expect(await passing({ categories: ['cs'] })).toEqual(['2506.00001', '2501.00001']);
      expect(await passing({ categories: ['quant-ph', 'STAT.ml'] })).toEqual(['2512.00001', '2501.00001']);
      expect(await passing({ categories: ['c_.CL'] })).toEqual([]);
      expect(await passing({ categories: ['%'] })).toEqual([]);
    });

    test.each([
      ['Yann LeCun', ['2501.00001']],
      ['lecun, yann', ['2501.00001']],
      ['y. lecun', ['2501.00001']],
      ['LeCun', ['2512.00001', '2501.00001']],
      ['jose garcia', ['2506.00001']],
      ['GARCÍA', ['2506.00001']],
      ['jean-pierre o’brien', ['2512.00001']],
      ['wei', ['2512.00001', '2506.00001', '2501.00001']],
      ['li wei', ['2506.00001']],
      ['lec', []],
      ['Yann Ada', []],
      ['?!', []],
      ['" OR 1', []],
    ])('by the author %s', async (name, expected) => {
      expect(await passing({ authors: [name] })).toEqual(expected);
    });

    test('that match every condition', async () => {
      expect(await passing({ authors: ['wei'], categories: ['cs'], since: '2025-02-01' })).toEqual([
        '2506.00001',
      ]);
      expect(await passing({ authors: ['wei', 'garcia'] })).toEqual(['2506.00001']);
    });

    test('and no more than requested', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(FILTERED_PAPERS);
      expect(await stores.papers.newest({ ...ANY, authors: ['wei'] }, 2)).toEqual([
        '2512.00001',
        '2506.00001',
      ]);
      expect(
        await lexicalOf(stores).search(['chess'], 1, { filter: { ...ANY, since: '2025-01-01' } }),
      ).toHaveLength(1);
    });
  });

  describe('Authors', () => {
    test('are looked up together, each with the newest of their papers up to a limit', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(FILTERED_PAPERS);
      const lookups = [
        { name: 'wei', limit: 2 },
        { name: 'Yann LeCun', limit: 10 },
        { name: 'Yann García', limit: 10 },
        { name: 'y lecun', limit: 10 },
        { name: 'Madonna', limit: 1 },
        { name: '?!', limit: 1 },
      ];
      expect(await stores.papers.ofAuthors(lookups)).toEqual([
        ['2512.00001', '2506.00001'],
        ['2501.00001'],
        [],
        ['2501.00001'],
        ['local:chess'],
        [],
      ]);
      expect(await stores.papers.ofAuthors([])).toEqual([]);
    });

    test('have their names’ words listed by prefixes, with the number of papers', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(FILTERED_PAPERS);
      const words = async (...prefixes: string[]) =>
        (await stores.papers.authorNameWords(prefixes)).map(({ word, papers }) => `${word} ${papers}`).sort();
      expect(await words('we', 'gar')).toEqual(['garcia 1', 'wei 3']);
      expect(await words('y')).toEqual(['yann 2']);
      expect(await words('q')).toEqual([]);
    });
  });

  describe('Filter values', () => {
    test('follow changes and removals of papers', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(FILTERED_PAPERS);
      await stores.papers.add([
        paper('local:chess', 'Chess without a day', { authors: ['Björk'], published: '2026-02-02' }),
        paper('2506.00001', 'Another title'),
      ]);
      await stores.papers.remove('2501.00001');
      expect(await stores.papers.newest({ ...ANY, authors: ['madonna'] }, 10)).toEqual([]);
      expect(await stores.papers.newest({ ...ANY, authors: ['bjork'] }, 10)).toEqual(['local:chess']);
      expect(await stores.papers.newest({ ...ANY, authors: ['garcia'] }, 10)).toEqual(['2506.00001']);
      expect(await stores.papers.newest({ ...ANY, authors: ['yann'] }, 10)).toEqual(['2512.00001']);
      expect(await stores.papers.newest({ ...ANY, since: '2026-01-01' }, 10)).toEqual(['local:chess']);
      await stores.checkIntegrity();
    });

    test('come with the vectors, and again after a change', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(FILTERED_PAPERS);
      await stores.vectors.add('m', [vector('2501.00001', 1), vector('local:chess', 2)]);
      const { items, cursor } = await stores.vectors.since('m', 0, 10);
      expect(items).toEqual([
        { ...vector('2501.00001', 1), categories: ['cs.CL', 'stat.ML'], published: '2025-01-01' },
        { ...vector('local:chess', 2), categories: [], published: undefined },
      ]);
      await stores.papers.add([paper('local:chess', 'Chess without a day', { categories: ['cs.GT'] })]);
      expect((await stores.vectors.since('m', cursor, 10)).items).toEqual([
        { ...vector('local:chess', 2), categories: ['cs.GT'], published: undefined },
      ]);
    });

    test('come again when only the date changes, and not when nothing does', async () => {
      const stores = await storesForTest(newDatabase);
      const dated = (published: string) => paper('local:go', 'Go', { categories: ['cs.GT'], published });
      await stores.papers.add([dated('2025-01-01')]);
      await stores.vectors.add('m', [vector('local:go', 1)]);
      const { cursor } = await stores.vectors.since('m', 0, 10);
      await stores.papers.add([dated('2025-01-01')]);
      expect((await stores.vectors.since('m', cursor, 10)).items).toEqual([]);
      await stores.papers.add([dated('2025-02-02')]);
      expect((await stores.vectors.since('m', cursor, 10)).items).toEqual([
        { ...vector('local:go', 1), categories: ['cs.GT'], published: '2025-02-02' },
      ]);
    });
  });
}
