/**
 * Encodes a paper's title and abstract as the numbers of their stems, in order: the title's length in bytes, then the
 * stems. A number below 2^31 takes 7 bits a byte, low ones first, with the high bit set in all but its last byte
 * (LEB128); most take two.
 */

export function encodeTerms(title: readonly number[], abstract: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(MAX_BYTES * (1 + title.length + abstract.length));
  const titleStart = MAX_BYTES;
  let end = titleStart;
  for (const stem of title) end = writeNumber(stem, bytes, end);
  const titleBytes = end - titleStart;
  for (const stem of abstract) end = writeNumber(stem, bytes, end);
  // The title's length precedes it, and its own size is known only at the end.
  const head = packNumbers([titleBytes]);
  bytes.set(head, titleStart - head.length);
  return bytes.subarray(titleStart - head.length, end);
}

/** Encodes numbers one after the other, in the same format. */
export function packNumbers(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(MAX_BYTES * numbers.length);
  let end = 0;
  for (const number of numbers) end = writeNumber(number, bytes, end);
  return bytes.subarray(0, end);
}

const MAX_BYTES = 5; // of 7 bits each, for 32 bits

/** Returns the offset of the next number. */
function writeNumber(number: number, bytes: Uint8Array, start: number): number {
  let rest = number;
  let at = start;
  for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}

/**
 * Reads the stems between `from` and `to` (exclusive) into `stems`, which has room for one per byte. Returns their
 * count, the title's share of it, and the highest.
 */
export function decodeTerms(
  bytes: Uint8Array,
  from: number,
  to: number,
  stems: Uint32Array,
): { readonly count: number; readonly inTitle: number; readonly highest: number } {
  let at = from;
  let count = 0;
  let inTitle = 0;
  let highest = 0;
  let titleEnd = -1;
  while (at < to) {
    let number = bytes[at++] as number;
    if (number >= 0x80) {
      number &= 0x7f;
      for (let shift = 7, byte = 0x80; byte >= 0x80; shift += 7) {
        byte = bytes[at++] as number;
        number |= (byte & 0x7f) << shift;
      }
    }
    if (titleEnd < 0) {
      titleEnd = at + number;
    } else {
      stems[count++] = number;
      if (number > highest) highest = number;
      if (at <= titleEnd) inTitle = count;
    }
  }
  return { count, inTitle, highest };
}

/** The number of occurrences of a phrase, encoded by `packNumbers`, in a text's title and abstract. */
export function countPhrase(
  phrase: Uint8Array,
  bytes: Uint8Array,
  from: number,
  to: number,
): { readonly title: number; readonly abstract: number } {
  let at = from;
  let titleBytes = 0;
  for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
    byte = bytes[at++] as number;
    titleBytes |= (byte & 0x7f) << shift;
  }
  const titleEnd = at + titleBytes;
  const counts = { title: 0, abstract: 0 };
  const first = phrase[0];
  for (; at + phrase.length <= to; at++) {
    if (bytes[at] !== first || (bytes[at - 1] as number) >= 0x80) continue;
    let same = 1;
    while (same < phrase.length && bytes[at + same] === phrase[same]) same++;
    if (same < phrase.length) continue;
    if (at >= titleEnd) counts.abstract++;
    else if (at + same <= titleEnd) counts.title++;
  }
  return counts;
}
