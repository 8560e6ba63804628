/**
 * Numbers for the words of texts, found by their characters: no string is made of a word that is known, and none keeps the
 * text alive that it is a part of. With a map of strings, storing papers takes a fifth more time.
 */
import { grown } from './posting-lists.ts';

export interface TermDictionary {
  /** How many words there are, numbered from 0. */
  readonly size: number;
  /** How many characters they have together. */
  readonly characters: number;
  /** The number of the word in `text` from `start` up to before `end`, which is a new one where it wasn't here. */
  number(text: string, start: number, end: number): number;
  word(number: number): string;
}

export function createTermDictionary(): TermDictionary {
  // By number: the hash of a word, and where its characters end, which begin where those of the word before end.
  let hashes = new Uint32Array(1_024);
  let ends = new Uint32Array(1_024);
  let characters = new Uint16Array(8_192);
  let size = 0;
  // By the low bits of the hash or the next free place: the number of a word and 1, or 0. At least half of them are free.
  let places = new Uint32Array(2_048);

  const startOf = (number: number): number => (number === 0 ? 0 : (ends[number - 1] as number));

  function isSame(number: number, text: string, start: number, end: number): boolean {
    const from = startOf(number);
    if ((ends[number] as number) - from !== end - start) return false;
    for (let i = 0; i < end - start; i++)
      if (characters[from + i] !== text.charCodeAt(start + i)) return false;
    return true;
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
    number(text, start, end) {
      const hash = hashOf(text, start, end);
      let place = hash & (places.length - 1);
      for (;;) {
        const number = (places[place] as number) - 1;
        if (number < 0) break;
        if (hashes[number] === hash && isSame(number, text, start, end)) return number;
        place = (place + 1) & (places.length - 1);
      }
      const number = add(hash, text, start, end);
      places[place] = number + 1;
      if (2 * size > places.length) widen();
      return number;
    },
    word(number) {
      const { buffer } = characters;
      // Not by String.fromCharCode, which takes each character on the stack: damaged papers hold words of 200,000.
      return Buffer.from(
        buffer,
        2 * startOf(number),
        2 * ((ends[number] as number) - startOf(number)),
      ).toString('utf16le');
    },
  };
}

/** FNV-1a over UTF-16 units, http://www.isthe.com/chongo/tech/comp/fnv/, with its high bits mixed into the low ones. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
