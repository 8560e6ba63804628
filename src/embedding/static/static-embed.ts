/**
 * A fast path through a static model, which averages one vector per token. It tokenizes each distinct word once,
 * because papers repeat their words; transformers.js tokenizes every text anew.
 */
import type { TokenTable } from './token-table.ts';

// A few megabytes; tokenizing a word again costs some 20 microseconds.
const MAX_CACHED_WORDS = 50_000;
const MAX_CACHED_PIECES = 250_000;
// Longer "words" are damaged text and rarely repeat.
const MAX_CACHED_CHARS = 40;
// Splits texts so that "models", "(models" and "models." share an entry. Anything that may hold a special token such as
// [MASK] stays whole, up to the spaces around it.
const PARTS = /[!-/:-@[-`{-~]|[^\s!-/:-@[-`{-~]+/g;
const PARTS_AND_SPECIAL = new RegExp(String.raw`(?<!\S)[^\s[<]*[[<]\S*|${PARTS.source}`, 'g');

/**
 * Gives the same vectors as mean pooling over the model's output, of unit length; zeros for a text without tokens.
 * `pieces` returns a text's tokens: those of its words and of their ASCII punctuation, in order.
 */
export function createStaticEmbed(
  table: TokenTable,
  pieces: (text: string) => readonly number[],
): (text: string) => Float32Array {
  // Offsets into `cached`: a part's token count, then its tokens. One array reads several times faster than tens of
  // thousands.
  const places = new Map<string, number>();
  const cached = new Uint32Array(MAX_CACHED_PIECES);
  let end = 0;

  function keep(part: string, found: readonly number[]): void {
    if (part.length > MAX_CACHED_CHARS) return;
    // Emptied when full: tracking recent use costs more per word than tokenizing the frequent ones again.
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
