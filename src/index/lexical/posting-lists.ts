/** Many growing lists of numbers in a few arrays: half of all words are in one paper, a few in most of them. */
import { grown } from '../growing.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';

export interface PostingLists {
  /**
   * Appends to each of the first `count` lists in `numbers` the value at the same index of `added`, from 0 to 2^32 - 1.
   * Lists are numbered from 0 and exist without being created.
   */
  append(numbers: Uint32Array, added: Uint32Array, count: number): void;
  length(list: number): number;
  /** Passes the list in order, in parts of an array from `from` to `to` (exclusive). */
  read(list: number, visit: (values: Uint32Array, from: number, to: number) => void): void;
  save(): Content;
}

// A list is a chain of chunks, each as long as all before it within these bounds: short lists waste little, and long
// ones read almost sequentially. A chunk ends with the next one's offset and stays within one page. Pages never move,
// so growing is cheap.
const MIN_CHUNK = 4;
const MAX_CHUNK = 1_024;
const PAGE_BITS = 18;
const PAGE_LENGTH = 1 << PAGE_BITS;
const FIRST_PAGE_LENGTH = 1 << 13;

// Each list's fields side by side, for the processor's cache.
const FIRST = 0; // the place of its first chunk
const NEXT = 1; // the place of its next number
const ROOM = 2; // how many more its last chunk takes
const LENGTH = 3;
const FIELDS = 4;

export function createPostingLists(saved?: SavedContent): PostingLists {
  const pages = saved?.uint32Pieces('pages') ?? [];
  let used = pages.length * PAGE_LENGTH;
  let lists = saved?.uint32('lists') ?? new Uint32Array(FIELDS * 64);

  const pageOf = (place: number): Uint32Array => pages[place >>> PAGE_BITS] as Uint32Array;
  const inPage = (place: number): number => place & (PAGE_LENGTH - 1);

  function place(size: number): number {
    const room = pages.length * PAGE_LENGTH - used;
    if (size > room) {
      used = pages.length * PAGE_LENGTH;
      // Most indexes are small.
      pages.push(new Uint32Array(pages.length === 0 ? FIRST_PAGE_LENGTH : PAGE_LENGTH));
    }
    const at = used;
    used += size;
    const page = pages.length - 1;
    if (inPage(at) + size > (pages[page] as Uint32Array).length) {
      const grownPage = new Uint32Array(PAGE_LENGTH);
      grownPage.set(pages[page] as Uint32Array);
      pages[page] = grownPage;
    }
    return at;
  }

  const chunkAfter = (length: number): number => Math.min(MAX_CHUNK, Math.max(MIN_CHUNK, length));

  function addChunk(at: number): void {
    const length = lists[at + LENGTH] as number;
    const size = chunkAfter(length);
    const chunk = place(size + 1);
    const next = lists[at + NEXT] as number;
    if (length === 0) lists[at + FIRST] = chunk;
    else pageOf(next)[inPage(next)] = chunk;
    lists[at + NEXT] = chunk;
    lists[at + ROOM] = size;
  }

  /** Appends the numbers of `added` from `start` to `end` (exclusive) to one list. */
  function appendTo(list: number, added: Uint32Array, start: number, end: number): void {
    const at = FIELDS * list;
    lists = grown(lists, at + FIELDS);
    for (let next = start; next < end; ) {
      if (lists[at + ROOM] === 0) addChunk(at);
      const free = lists[at + NEXT] as number;
      const into = pageOf(free);
      const first = inPage(free);
      const taken = Math.min(end - next, lists[at + ROOM] as number);
      for (let i = 0; i < taken; i++) into[first + i] = added[next + i] as number;
      lists[at + NEXT] = free + taken;
      lists[at + ROOM] = (lists[at + ROOM] as number) - taken;
      lists[at + LENGTH] = (lists[at + LENGTH] as number) + taken;
      next += taken;
    }
  }

  return {
    append(numbers, added, count) {
      const { sorted, ends } = byList(numbers, added, count);
      for (let start = 0, list = 0; list < ends.length; list++) {
        const end = ends[list] as number;
        if (end > start) appendTo(list, sorted, start, end);
        start = end;
      }
    },
    length: (list) => lists[FIELDS * list + LENGTH] ?? 0,
    read(list, visit) {
      const length = lists[FIELDS * list + LENGTH] ?? 0;
      let chunk = lists[FIELDS * list + FIRST] ?? 0;
      for (let done = 0; done < length; ) {
        const size = chunkAfter(done);
        const values = pageOf(chunk);
        const first = inPage(chunk);
        visit(values, first, first + Math.min(size, length - done));
        chunk = values[first + size] as number;
        done += size;
      }
    },
    save: () => ({
      pages: pages.map((page, i) => (i < pages.length - 1 ? page : page.subarray(0, used - i * PAGE_LENGTH))),
      lists,
    }),
  };
}

/**
 * The additions in list order, with the end of each list's share. A counting sort: adjacent writes are fast, while one
 * by one each would wait for memory.
 */
function byList(
  numbers: Uint32Array,
  added: Uint32Array,
  count: number,
): { readonly sorted: Uint32Array; readonly ends: Uint32Array } {
  let highest = -1;
  for (let i = 0; i < count; i++) if ((numbers[i] as number) > highest) highest = numbers[i] as number;
  const ends = new Uint32Array(highest + 1);
  for (let i = 0; i < count; i++) {
    const list = numbers[i] as number;
    ends[list] = (ends[list] as number) + 1;
  }
  // The start of each for now; it becomes its end as slots are assigned.
  for (let list = 0, start = 0; list <= highest; list++) {
    const length = ends[list] as number;
    ends[list] = start;
    start += length;
  }
  const sorted = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const list = numbers[i] as number;
    const place = ends[list] as number;
    sorted[place] = added[i] as number;
    ends[list] = place + 1;
  }
  return { sorted, ends };
}
