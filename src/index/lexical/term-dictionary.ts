/**
 * Numbers words by their characters: a known word needs no string, and none keeps its text alive. With a map of
 * strings, storing papers takes a fifth longer.
 */
import { grown } from '../growing.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';

export interface TermDictionary {
  /** The number of words, numbered from 0. */
  readonly size: number;
  /** Their total length in characters. */
  readonly characters: number;
  /** The number of the word in `text` from `start` to `end` (exclusive), assigned if it is new. */
  number(text: string, start: number, end: number): number;
  /** The same for a known word; undefined for others. */
  find(text: string, start: number, end: number): number | undefined;
  word(number: number): string;
  startsWith(number: number, beginning: string): boolean;
  save(): Content;
}

export function createTermDictionary(saved?: SavedContent): TermDictionary {
  // By number: the word's hash, and the end of its characters, which start at the previous word's end.
  let hashes = saved?.uint32('hashes') ?? new Uint32Array(64);
  let ends = saved?.uint32('ends') ?? new Uint32Array(64);
  let characters = saved?.uint16('characters') ?? new Uint16Array(512);
  let size = saved ? ends.length : 0;
  // Open addressing by the hash's low bits: the word's number + 1, or 0. At least half is free.
  let places = saved?.uint32('places') ?? new Uint32Array(128);

  const startOf = (number: number): number => (number === 0 ? 0 : (ends[number - 1] as number));

  function isSame(number: number, text: string, start: number, end: number): boolean {
    const from = startOf(number);
    if ((ends[number] as number) - from !== end - start) return false;
    for (let i = 0; i < end - start; i++)
      if (characters[from + i] !== text.charCodeAt(start + i)) return false;
    return true;
  }

  /** The word's slot, or the free one where it belongs. */
  function placeOf(hash: number, text: string, start: number, end: number): number {
    let place = hash & (places.length - 1);
    for (;;) {
      const number = (places[place] as number) - 1;
      if (number < 0 || (hashes[number] === hash && isSame(number, text, start, end))) return place;
      place = (place + 1) & (places.length - 1);
    }
  }

  function add(hash: number, text: string, start: number, end: number): number {
    const number = size++;
    const from = startOf(number);
    hashes = grown(hashes, size);
    ends = grown(ends, size);
    characters = grown(characters, from + end - start);
    hashes[number] = hash;
    ends[number] = from + end - start;
    for (let i = 0; i < end - start; i++) characters[from + i] = text.charCodeAt(start + i);
    return number;
  }

  function widen(): void {
    places = new Uint32Array(2 * places.length);
    for (let number = 0; number < size; number++) {
      let place = (hashes[number] as number) & (places.length - 1);
      while (places[place] !== 0) place = (place + 1) & (places.length - 1);
      places[place] = number + 1;
    }
  }

  return {
    get size() {
      return size;
    },
    get characters() {
      return startOf(size);
    },
    find(text, start, end) {
      const number = (places[placeOf(hashOf(text, start, end), text, start, end)] as number) - 1;
      return number < 0 ? undefined : number;
    },
    number(text, start, end) {
      const hash = hashOf(text, start, end);
      const place = placeOf(hash, text, start, end);
      const known = (places[place] as number) - 1;
      if (known >= 0) return known;
      const number = add(hash, text, start, end);
      places[place] = number + 1;
      if (2 * size > places.length) widen();
      return number;
    },
    word(number) {
      const { buffer, byteOffset } = characters;
      // String.fromCharCode puts each character on the stack, and damaged papers have words of 200,000.
      return Buffer.from(
        buffer,
        byteOffset + 2 * startOf(number),
        2 * ((ends[number] as number) - startOf(number)),
      ).toString('utf16le');
    },
    startsWith(number, beginning) {
      const start = startOf(number);
      if ((ends[number] as number) - start < beginning.length) return false;
      for (let i = 0; i < beginning.length; i++)
        if (characters[start + i] !== beginning.charCodeAt(i)) return false;
      return true;
    },
    save: () => ({
      hashes: hashes.subarray(0, size),
      ends: ends.subarray(0, size),
      characters: characters.subarray(0, startOf(size)),
      places,
    }),
  };
}

/** FNV-1a over UTF-16 units, http://www.isthe.com/chongo/tech/comp/fnv/, with its high bits mixed into the low ones. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
