/** Corrects misspelt words against the words that the catalog's papers hold. */

import type { CountedWord } from '../../store/papers.ts';
import { isAbbreviation, isAllCaps } from '../../text/content-words.ts';
import { editDistance } from '../../text/edit-distance.ts';
import { withoutAccents } from '../../text/fold.ts';
import { countBits, letterSet } from '../../text/letter-set.ts';
import { isAuthorName } from '../author/author-intent.ts';
import { wordsInOrder } from '../lexical.ts';
import type { SearchedWords } from '../searched-words.ts';

export interface Speller {
  /** The commonest of the nearest known words, or undefined where none is near. In lower case, without accents. */
  nearest(word: string): (CountedWord & { readonly edits: 1 | 2 }) | undefined;
  /** Whether this is a word of English, in lower case, known here or not. */
  isEnglish(word: string): boolean;
  /** In how many papers this stands as an ordinary word, in lower case; 0 where it is unknown. */
  papersWith(word: string): number;
}

export interface Correction {
  /** In lower case. */
  readonly from: string;
  readonly to: string;
  /**
   * True where no paper holds what was typed. False where a few do, by the same typing error: then both are looked for.
   */
  readonly isSure: boolean;
}

const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
export const MIN_CHARS = 4;
// From here on two slips still leave enough of a word to know it by.
export const MIN_CHARS_FOR_TWO_EDITS = 8;
const MAX_CHARS = 24;
// A word that some papers hold is a typing error where one with a single other letter is this much commoner, and it is
// neither English nor in a title.
const MIN_CHARS_IF_KNOWN = 6;
const TIMES_COMMONER = 250;
// Each takes up to a millisecond; a text with more unknown words is in another language, or pasted.
const MAX_SUSPECTS = 8;

/** A speller that knows these words, given the commonest first. */
export function createSpeller(known: readonly CountedWord[], isEnglish: (word: string) => boolean): Speller {
  const papersOf = new Map(known.map(({ word, papers }) => [word, papers]));
  // By length: most words are out by their length alone, most others by their letters.
  const byLength: ({ ranks: number[]; letterSets: number[] } | undefined)[] = [];
  known.forEach(({ word }, rank) => {
    const sameLength = byLength[word.length] ?? { ranks: [], letterSets: [] };
    byLength[word.length] = sameLength;
    sameLength.ranks.push(rank);
    sameLength.letterSets.push(letterSet(word));
  });

  /** The commonest word at most `maxSlips` away. */
  function commonest(word: string, maxSlips: number): CountedWord | undefined {
    const wanted = letterSet(word);
    let bestRank = known.length;
    for (let length = word.length - maxSlips; length <= word.length + maxSlips; length++) {
      const { ranks = [], letterSets = [] } = byLength[length] ?? {};
      for (let i = 0; i < ranks.length; i++) {
        const rank = ranks[i] as number;
        // The ranks of one length rise, so nothing better follows.
        if (rank >= bestRank) break;
        const letters = letterSets[i] as number;
        if (countBits(wanted & ~letters) > maxSlips || countBits(letters & ~wanted) > maxSlips) continue;
        const candidate = (known[rank] as CountedWord).word;
        if (candidate !== word && editDistance(word, candidate, maxSlips) <= maxSlips) bestRank = rank;
      }
    }
    return known[bestRank];
  }

  return {
    nearest(word) {
      const one = commonest(word, 1);
      if (one) return { ...one, edits: 1 };
      const two = word.length >= MIN_CHARS_FOR_TWO_EDITS ? commonest(word, 2) : undefined;
      // Hardly anyone gets the first letter wrong, and another word in two places is likely just another word.
      return two?.word[0] === word[0] && two ? { ...two, edits: 2 } : undefined;
    },
    isEnglish,
    papersWith: (word) => papersOf.get(word) ?? 0,
  };
}

/**
 * What to correct in a text: the words that stand in no paper, or in hardly any, and have a near one that does; but no
 * abbreviation, known or written as one, no author's name, no word with a digit or in another script, and none shorter
 * than four letters.
 */
export async function correctWords(
  engine: SearchedWords,
  speller: Speller,
  text: string,
): Promise<Correction[]> {
  const written = text.normalize('NFC').match(WORDS) ?? [];
  const words = isAllCaps(text) ? written : written.filter((word) => !isAbbreviation(word));
  const ordinary = [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => {
    const plain = withoutAccents(word);
    return plain.length >= MIN_CHARS && plain.length <= MAX_CHARS && /^[a-z]+$/.test(plain);
  });
  const counts = await engine.lexical.documentFrequencies(ordinary);
  const papers = await engine.stores.papers.count();
  const suspects = ordinary
    .map((from, i) => ({ from, plain: withoutAccents(from), count: counts[i] ?? 0 }))
    .filter(
      ({ plain, count }) =>
        count === 0 || (plain.length >= MIN_CHARS_IF_KNOWN && count * TIMES_COMMONER <= papers),
    )
    .slice(0, MAX_SUSPECTS);
  if (suspects.length === 0) return [];
  const meanings = await engine.vocabulary.meaningsOf(suspects.map(({ plain }) => plain));
  const abbreviations = new Set(meanings.map(({ short }) => short.toLowerCase()));
  const corrections: Correction[] = [];
  for (const { from, plain, count } of suspects) {
    const near = abbreviations.has(plain) ? undefined : speller.nearest(plain);
    if (!near || speller.isEnglish(plain)) continue;
    if (count > 0 && (near.edits > 1 || near.papers < count * TIMES_COMMONER)) continue;
    if (count > 0 && (await standsInTitle(engine, from))) continue;
    // "papers by Jing Zhao" is about no ring.
    if (await isAuthorName(engine, from)) continue;
    // The papers that held the word may be gone since it was learned.
    const [left = 0] = await engine.lexical.documentFrequencies([near.word]);
    if (left > 0) corrections.push({ from, to: near.word, isSure: count === 0 });
  }
  return corrections;
}

// The papers that hold a word in their title come first.
const TITLES_READ = 3;

/** Whether a title holds the word: then it is a name, such as MInference. */
async function standsInTitle(engine: SearchedWords, word: string): Promise<boolean> {
  const hits = await engine.lexical.search([word], TITLES_READ);
  const papers = await engine.stores.papers.getMany(hits.map(({ paperId }) => paperId));
  return papers.some(({ title }) => wordsInOrder(title).includes(word));
}

/** The text with each misspelt word, in any case, replaced by the right one. */
export function applyCorrections(text: string, corrections: readonly Correction[]): string {
  const correctionOf = new Map(corrections.map((each) => [each.from.normalize('NFC').toLowerCase(), each]));
  return text.normalize('NFC').replace(WORDS, (word) => {
    return correctionOf.get(word.toLowerCase())?.to ?? word;
  });
}
