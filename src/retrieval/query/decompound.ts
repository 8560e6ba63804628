/** Matches inflected and compound words with known ones. */
import { type BilingualLexicon, keyOf, type Term } from './bilingual-lexicon.ts';

const MIN_SHARED = 4;
const LONG_WORD = 7;
const LINKING = ['', 's', 'es', 'n', 'en', 'er', 'e'];
const MIN_PART = 4;
const MIN_COMPOUND = 9;

/** The number of letters in both words after their common prefix; Infinity if more than their endings differ. */
export function endingDistance(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && a.charAt(shared) === b.charAt(shared)) shared++;
  const longer = Math.max(a.length, b.length);
  if (longer === shared) return 0;
  const isInflected = shared >= MIN_SHARED && longer - shared <= (longer >= LONG_WORD ? 3 : 2);
  return isInflected ? a.length + b.length - 2 * shared : Number.POSITIVE_INFINITY;
}

/** The one-word term of which a word is the closest inflection. */
export function nearestTerm({ terms }: BilingualLexicon, word: string): Term | undefined {
  let nearest: Term | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const term of terms.get(keyOf(word, true)) ?? []) {
    const own = term.words.length === 1 ? endingDistance(word, term.words[0]) : distance;
    if (own < distance) [nearest, distance] = [term, own];
  }
  return nearest;
}

/**
 * English meanings of a compound's parts, in order, with the fewest parts; undefined if a part is neither a term nor
 * English. `isOwn` if no part could be English: “Splitformer” is a name.
 */
export function decompound(
  word: string,
  lexicon: BilingualLexicon,
  isEnglish: (word: string) => boolean,
): { readonly english: string; readonly isOwn: boolean } | undefined {
  const parts = word.length < MIN_COMPOUND ? undefined : splits(word, lexicon, isEnglish);
  return (
    parts && {
      english: parts.map(({ english }) => english).join(' '),
      isOwn: parts.every(({ part }) => !isEnglish(part)),
    }
  );
}

interface Part {
  readonly part: string;
  readonly english: string;
}

function splits(
  rest: string,
  lexicon: BilingualLexicon,
  isEnglish: (word: string) => boolean,
): Part[] | undefined {
  const last = nearestTerm(lexicon, rest);
  if (last) return [{ part: rest, english: last.english }];
  let best: Part[] | undefined;
  for (let end = rest.length - MIN_PART; end >= MIN_PART; end--) {
    const first = meaning(rest.slice(0, end), lexicon, isEnglish);
    const others = first && splits(rest.slice(end), lexicon, isEnglish);
    if (others && (!best || others.length + 1 < best.length)) best = [first, ...others];
  }
  return best;
}

/** The forms of a part before others, with and without linking letters. */
function meaning(
  part: string,
  { terms }: BilingualLexicon,
  isEnglish: (word: string) => boolean,
): Part | undefined {
  const alone = (terms.get(keyOf(part, true)) ?? []).filter(({ words }) => words.length === 1);
  for (const link of LINKING) {
    const bare = part.endsWith(link) ? part.slice(0, part.length - link.length) : '';
    // The final e is dropped too: “Sprache” becomes “Sprach-”.
    const found = alone.find(({ words: [word] }) => word === bare || word === `${bare}e`);
    if (found) return { part, english: found.english };
  }
  return part.length > MIN_PART && isEnglish(part) ? { part, english: part } : undefined;
}
