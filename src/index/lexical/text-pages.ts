/** Each row's encoded text, in pages that never move, so that growing is cheap. */
import { grown } from '../growing.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';

export interface TextPages {
  /** Appends the text of the next row. */
  append(text: Uint8Array): void;
  /** The page with a row's text, from `start` to `end` (exclusive). */
  page(row: number): Uint8Array;
  start(row: number): number;
  end(row: number): number;
  save(): Content;
}

const PAGE_BYTES = 1 << 20;
const FIRST_PAGE_BYTES = 1 << 14;

export function createTextPages(saved?: SavedContent): TextPages {
  const pages = saved?.bytePieces('pages') ?? [];
  // By row: the page, and the text's offset in it.
  let pageOf = saved?.uint32('pageOf') ?? new Uint32Array(64);
  let starts = saved?.uint32('starts') ?? new Uint32Array(64);
  let ends = saved?.uint32('ends') ?? new Uint32Array(64);
  let rows = saved ? ends.length : 0;
  let used = pages.at(-1)?.length ?? 0;

  return {
    append(text) {
      if (used + text.length > (pages.at(-1)?.length ?? 0)) {
        pages.push(new Uint8Array(Math.max(text.length, pages.length === 0 ? FIRST_PAGE_BYTES : PAGE_BYTES)));
        used = 0;
      }
      pages.at(-1)?.set(text, used);
      pageOf = grown(pageOf, rows + 1);
      starts = grown(starts, rows + 1);
      ends = grown(ends, rows + 1);
      pageOf[rows] = pages.length - 1;
      starts[rows] = used;
      used += text.length;
      ends[rows] = used;
      rows += 1;
    },
    page: (row) => pages[pageOf[row] as number] as Uint8Array,
    start: (row) => starts[row] as number,
    end: (row) => ends[row] as number,
    save: () => ({
      pages: pages.map((page, i) => (i < pages.length - 1 ? page : page.subarray(0, used))),
      pageOf: pageOf.subarray(0, rows),
      starts: starts.subarray(0, rows),
      ends: ends.subarray(0, rows),
    }),
  };
}
