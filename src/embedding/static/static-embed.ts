/**
 * A fast way through a static model: one vector a word piece, averaged. What transformers.js does for each text, finding
 * its word pieces, is done here once for each different word; the words of papers repeat.
 */
import type { TokenTable } from './token-table.ts';

// A few megabytes; a word looked up anew costs some 20 microseconds.
const MAX_CACHED_WORDS = 50_000;
const MAX_CACHED_PIECES = 250_000;
// Longer "words" are damage, and rarely come twice.
const MAX_CACHED_CHARS = 40;
// A text is looked up by its parts, so that "models", "(models" and "models." are found once. What may hold a special token
// such as [MASK] is one whole, up to the spaces around it.
const PARTS = /[!-/:-@[-`{-~]|[^\s!-/:-@[-`{-~]+/g;
const PARTS_AND_SPECIAL = new RegExp(String.raw`(?<!\S)[^\s[<]*[[<]\S*|${PARTS.source}`, 'g');

/**
 * Gives the same vectors as mean pooling over the model's output, of unit length; zeros for a text without a piece.
 * `pieces` finds those of a text: of its words and of the ASCII punctuation in them, one after another.
 */
export function createStaticEmbed(
  table: TokenTable,
  pieces: (text: string) => readonly number[],
): (text: string) => Float32Array {
  // Where in `cached` the pieces of a part stand: how many there are, then each. One array is read several times faster
  // than tens of thousands.
  const places = new Map<string, number>();
  const cached = new Uint32Array(MAX_CACHED_PIECES);
  let end = 0;

  function keep(part: string, found: readonly number[]): void {
    if (part.length > MAX_CACHED_CHARS) return;
    // Begun anew when full: keeping the words last used costs more on each word than finding the common ones again.
    if (places.size >= MAX_CACHED_WORDS || end + found.length >= cached.length) {
      places.clear();
      end = 0;
    }
    places.set(part, end);
    cached[end++] = found.length;
    for (const piece of found) cached[end++] = piece;
  }

  return (text) => {
    table.clear();
    const special = text.includes('[') || text.includes('<');
    for (const part of text.match(special ? PARTS_AND_SPECIAL : PARTS) ?? []) {
      const place = places.get(part);
      if (place === undefined) {
        const found = pieces(part);
        for (const piece of found) table.add(piece);
        keep(part, found);
      } else {
        const last = place + (cached[place] as number);
        for (let at = place + 1; at <= last; at++) table.add(cached[at] as number);
      }
    }
    return table.takeUnit();
  };
}
