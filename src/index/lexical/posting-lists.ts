/** Many lists of numbers that grow, in one array: half of all words stand in one paper, a few in most of them. */

export interface PostingLists {
  /**
   * Appends to each of the first `count` lists in `numbers` the number beside it in `added`, from 0 to 2^32 - 1. Lists are
   * numbered from 0 and are there, empty, without being made.
   */
  append(numbers: Uint32Array, added: Uint32Array, count: number): void;
  length(list: number): number;
  /** Hands over the list in order, as parts of an array, each from `from` up to before `to`. */
  read(list: number, visit: (values: Uint32Array, from: number, to: number) => void): void;
}

// A list is a chain of chunks, each as long as all before it within these bounds: little is wasted on short lists, and
// long ones are read nearly in one go. A chunk ends with the place of the next one.
const MIN_CHUNK = 4;
const MAX_CHUNK = 1_024;

// What is kept of each list, side by side, as the processor fetches memory.
const FIRST = 0; // the place of its first chunk
const NEXT = 1; // the place of its next number
const ROOM = 2; // how many more its last chunk takes
const LENGTH = 3;
const FIELDS = 4;

export function createPostingLists(): PostingLists {
  let values = new Uint32Array(4_096);
  let used = 0;
  let lists = new Uint32Array(FIELDS * 1_024);

  const chunkAfter = (length: number): number => Math.min(MAX_CHUNK, Math.max(MIN_CHUNK, length));

  function addChunk(at: number): void {
    const length = lists[at + LENGTH] as number;
    const size = chunkAfter(length);
    values = grown(values, used + size + 1);
    if (length === 0) lists[at + FIRST] = used;
    else values[lists[at + NEXT] as number] = used;
    lists[at + NEXT] = used;
    lists[at + ROOM] = size;
    used += size + 1;
  }

  /** Appends to one list the numbers that lie in `added` from `start` up to before `end`. */
  function appendTo(list: number, added: Uint32Array, start: number, end: number): void {
    const at = FIELDS * list;
    if (at >= lists.length) lists = grown(lists, at + FIELDS);
    for (let next = start; next < end; ) {
      if (lists[at + ROOM] === 0) addChunk(at);
      const into = values;
      const place = lists[at + NEXT] as number;
      const taken = Math.min(end - next, lists[at + ROOM] as number);
      for (let i = 0; i < taken; i++) into[place + i] = added[next + i] as number;
      lists[at + NEXT] = place + taken;
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
        visit(values, chunk, chunk + Math.min(size, length - done));
        chunk = values[chunk + size] as number;
        done += size;
      }
    },
  };
}

/**
 * What is added, in the order of the lists that it goes to, and where that of each list ends. A counting sort: what lies
 * together is written together, for one by one each number would wait for memory of its own.
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
  // The start of each for now, which moves to its end as places are given out.
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

/** The array, or a copy at least twice as long where it is shorter than `length`. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
