/** Corrects misspelt words by the papers' own vocabulary. */

import type { CountedWord } from '../../store/papers.ts';
import { isAbbreviation, isAllCaps } from '../../text/content-words.ts';
import { editDistance } from '../../text/edit-distance.ts';
import { withoutAccents } from '../../text/fold.ts';
import { countBits, letterSet } from '../../text/letter-set.ts';
import { findNames } from '../author/author-intent.ts';
import { wordsInOrder } from '../lexical.ts';
import type { SearchedWords } from '../searched-words.ts';

export interface Speller {
  /** The most frequent of the nearest known words, or undefined if none is near. In lower case, without accents. */
  nearest(word: string): (CountedWord & { readonly edits: 1 | 2 }) | undefined;
  /** True for an English word, in lower case, known here or not. */
  isEnglish(word: string): boolean;
  /** The number of papers with this as an ordinary word, in lower case; 0 if unknown. */
  papersWith(word: string): number;
}

export interface Correction {
  /** In lower case. */
  readonly from: string;
  readonly to: string;
  /** True if no paper has the typed word. False if a few have it, through the same typo: then both are searched. */
  readonly isSure: boolean;
}

const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
export const MIN_CHARS = 4;
// From this length on a word is recognisable despite two edits.
export const MIN_CHARS_FOR_TWO_EDITS = 8;
const MAX_CHARS = 24;
// A rare word is a typo if a word with one other letter is this much more frequent, and it is neither English nor in a
// title.
const MIN_CHARS_IF_KNOWN = 6;
const TIMES_COMMONER = 250;
// Each takes up to a millisecond; a text with more unknown words is foreign or pasted.
const MAX_SUSPECTS = 8;

/** A speller for these words, given the most frequent first. */
export function createSpeller(known: readonly CountedWord[], isEnglish: (word: string) => boolean): Speller {
  const papersOf = new Map(known.map(({ word, papers }) => [word, papers]));
  // By length: most words are ruled out by their length, most others by their letters.
  const byLength: ({ ranks: number[]; letterSets: number[] } | undefined)[] = [];
  known.forEach(({ word }, rank) => {
    const sameLength = byLength[word.length] ?? { ranks: [], letterSets: [] };
    byLength[word.length] = sameLength;
    sameLength.ranks.push(rank);
    sameLength.letterSets.push(letterSet(word));
  });

  /** The most frequent word within `maxEdits` edits. */
  function commonest(word: string, maxEdits: number): CountedWord | undefined {
    const wanted = letterSet(word);
    let bestRank = known.length;
    for (let length = word.length - maxEdits; length <= word.length + maxEdits; length++) {
      const { ranks = [], letterSets = [] } = byLength[length] ?? {};
      for (let i = 0; i < ranks.length; i++) {
        const rank = ranks[i] as number;
        // Ranks within one length ascend, so nothing better follows.
        if (rank >= bestRank) break;
        const letters = letterSets[i] as number;
        if (countBits(wanted & ~letters) > maxEdits || countBits(letters & ~wanted) > maxEdits) continue;
        const candidate = (known[rank] as CountedWord).word;
        if (candidate !== word && editDistance(word, candidate, maxEdits) <= maxEdits) bestRank = rank;
      }
    }
    return known[bestRank];
  }

  return {
    nearest(word) {
      const one = commonest(word, 1);
      if (one) return { ...one, edits: 1 };
      const two = word.length >= MIN_CHARS_FOR_TWO_EDITS ? commonest(word, 2) : undefined;
      // Hardly anyone gets the first letter wrong, and a word with two other edits is probably another word.
      return two?.word[0] === word[0] && two ? { ...two, edits: 2 } : undefined;
    },
    isEnglish,
    papersWith: (word) => papersOf.get(word) ?? 0,
  };
}

/**
 * Corrections for a text: words in no paper, or hardly any, with a near one in papers. It leaves alone abbreviations,
 * authors' names, words with digits or in other scripts, and words shorter than four letters.
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
  const papers = engine.lexical.size;
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
  // "papers by Jing Zhao" isn't about rings.
  const names = await findNames(
    engine,
    suspects.map(({ from }) => from),
  );
  const corrections: Correction[] = [];
  for (const { from, plain, count } of suspects) {
    const near = abbreviations.has(plain) ? undefined : speller.nearest(plain);
    if (!near || speller.isEnglish(plain)) continue;
    if (count > 0 && (near.edits > 1 || near.papers < count * TIMES_COMMONER)) continue;
    if (count > 0 && (await standsInTitle(engine, from))) continue;
    if (names.has(from)) continue;
    // The papers with the word may have been removed since it was learned.
    const [left = 0] = await engine.lexical.documentFrequencies([near.word]);
    if (left > 0) corrections.push({ from, to: near.word, isSure: count === 0 });
  }
  return corrections;
}

// Papers with a word in their title come first.
const TITLES_READ = 3;

/** True if a title has the word: then it is a name, such as MInference. */
async function standsInTitle({ lexical, titles }: SearchedWords, word: string): Promise<boolean> {
  const hits = await lexical.search([word], TITLES_READ);
  return hits.some(({ paperId }) => wordsInOrder(titles.titleOf(paperId) ?? '').includes(word));
}

/** The text with each misspelt word replaced, in any case. */
export function applyCorrections(text: string, corrections: readonly Correction[]): string {
  const correctionOf = new Map(corrections.map((each) => [each.from.normalize('NFC').toLowerCase(), each]));
  return text.normalize('NFC').replace(WORDS, (word) => {
    return correctionOf.get(word.toLowerCase())?.to ?? word;
  });
}
