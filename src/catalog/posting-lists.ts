/** Many lists of numbers that grow, in one array: half of all words stand in one paper, a few in most of them. */

export interface PostingLists {
  /** Appends a number from 0 to 2^32 - 1. Lists are numbered from 0 and are there, empty, without being made. */
  append(list: number, value: number): void;
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

  return {
    append(list, value) {
      const at = FIELDS * list;
      if (at >= lists.length) lists = grown(lists, at + FIELDS);
      if (lists[at + ROOM] === 0) addChunk(at);
      const place = lists[at + NEXT] as number;
      values[place] = value;
      lists[at + NEXT] = place + 1;
      lists[at + ROOM] = (lists[at + ROOM] as number) - 1;
      lists[at + LENGTH] = (lists[at + LENGTH] as number) + 1;
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

/** The array, or a copy at least twice as long where it is shorter than `length`. */
export function grown<T extends Uint8Array | Uint32Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
