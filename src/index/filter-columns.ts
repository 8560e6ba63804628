/** Filter values of papers in columns beside their vectors, so that a scan can skip papers quickly. */
import { matchesCategory } from '../domain/category.ts';
import type { PaperFilter } from '../domain/filter.ts';
import type { StoredVector } from '../store/vectors.ts';
import { grown } from './growing.ts';
import type { Content, SavedContent } from './snapshot/content.ts';

export type FilterValues = Pick<StoredVector, 'categories' | 'published'>;

export interface FilterColumns {
  write(row: number, facts: FilterValues): void;
  copy(from: number, to: number): void;
  /** 1 for each of the first `rows` papers that passes by day and category -> [rows]. The store handles authors. */
  mask(filter: PaperFilter, rows: number): Uint8Array;
  save(): Content;
}

export function createFilterColumns(saved?: SavedContent): FilterColumns {
  // By row: the day as 20250615, 0 if unknown, and the number of the paper's category list. Distinct lists are few.
  let days = saved?.uint32('days') ?? new Uint32Array(64);
  let lists = saved?.uint32('lists') ?? new Uint32Array(64);
  let written = saved ? days.length : 0;
  const keys = saved ? decoder.decode(saved.bytes('categories')).split('\n') : [];
  const numberOf = new Map(keys.map((key, number) => [key, number]));
  const categoryLists = keys.map((key) => key.split(' '));
  // A start writes 75,000 papers with few different days and lists.
  const numberOfSame = new WeakMap<readonly string[], number>();
  const dayOf = new Map<string, number>();

  function listNumber(categories: readonly string[]): number {
    const same = numberOfSame.get(categories);
    if (same !== undefined) return same;
    const key = categories.join(' ').toLowerCase();
    const number = numberOf.get(key) ?? categoryLists.push(key.split(' ')) - 1;
    numberOf.set(key, number);
    numberOfSame.set(categories, number);
    return number;
  }

  function dayOfPaper(published: string | undefined): number {
    if (published === undefined) return 0;
    const known = dayOf.get(published);
    if (known !== undefined) return known;
    const day = dayNumber(published, 0);
    dayOf.set(published, day);
    return day;
  }

  return {
    write(row, { categories, published }) {
      days = grown(days, row + 1);
      lists = grown(lists, row + 1);
      written = Math.max(written, row + 1);
      days[row] = dayOfPaper(published);
      lists[row] = listNumber(categories);
    },
    copy(from, to) {
      days[to] = days[from] ?? 0;
      lists[to] = lists[from] ?? 0;
    },
    mask({ since, before, categories }, rows) {
      const isWanted = categoryLists.map(
        (list) =>
          categories.length === 0 ||
          list.some((own) => categories.some((asked) => matchesCategory(own, asked))),
      );
      const hasDays = since !== undefined || before !== undefined;
      const from = dayNumber(since, hasDays ? 1 : 0);
      const to = dayNumber(before, 0xffffffff);
      const mask = new Uint8Array(rows);
      for (let row = 0; row < rows; row++) {
        const day = days[row] as number;
        if (day >= from && day < to && isWanted[lists[row] as number]) mask[row] = 1;
      }
      return mask;
    },
    save: () => ({
      days: days.subarray(0, written),
      lists: lists.subarray(0, written),
      categories: new TextEncoder().encode([...numberOf.keys()].join('\n')),
    }),
  };
}

const decoder = new TextDecoder();

/** An ISO day as a number with the same order. */
function dayNumber(day: string | undefined, unknown: number): number {
  return day === undefined ? unknown : Number(day.replaceAll('-', ''));
}
