/**
 * A paper's title and abstract as the numbers of their stems, in order: how many bytes the title takes, then the stems.
 * A number below 2^31 is 7 bits a byte, low ones first, the high bit set in all bytes but its last (LEB128); most take two.
 */

export function encodeTerms(title: readonly number[], abstract: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(MAX_BYTES * (1 + title.length + abstract.length));
  const titleStart = MAX_BYTES;
  let end = titleStart;
  for (const stem of title) end = writeNumber(stem, bytes, end);
  const titleBytes = end - titleStart;
  for (const stem of abstract) end = writeNumber(stem, bytes, end);
  // The length of the title comes right before it; how long that is turns out last.
  const head = packNumbers([titleBytes]);
  bytes.set(head, titleStart - head.length);
  return bytes.subarray(titleStart - head.length, end);
}

/** Numbers one after the other, as they stand in such a text. */
export function packNumbers(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(MAX_BYTES * numbers.length);
  let end = 0;
  for (const number of numbers) end = writeNumber(number, bytes, end);
  return bytes.subarray(0, end);
}

const MAX_BYTES = 5; // of 7 bits each, for 32 bits

/** Returns where the next one goes. */
function writeNumber(number: number, bytes: Uint8Array, start: number): number {
  let rest = number;
  let at = start;
  for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}

/**
 * Reads the stems of the text that lies from `from` up to before `to` into `stems`, which has room for a stem a byte.
 * Returns how many there are, how many of these are the title's, and the highest.
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

/** How often a phrase, as `packNumbers` gives it, stands in the title and in the abstract of such a text. */
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
