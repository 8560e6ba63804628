/** Meanings of abbreviations, counted from the papers, in typed arrays. */
import type { AbbreviationDefinition } from '../../text/abbreviations.ts';
import { grown } from '../growing.ts';
import { createTermDictionary } from '../lexical/term-dictionary.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';

/** "parameter-efficient fine-tuning (PEFT)". */
export interface Abbreviation extends AbbreviationDefinition {
  /** The number of papers that define it so. */
  readonly papers: number;
}

export interface AbbreviationTable {
  /** Counts one more paper with this definition; the first spelling is kept. */
  count(definition: AbbreviationDefinition): void;
  /** The meanings of an abbreviation in lower case, the most frequent first. */
  meaningsOf(short: string): Abbreviation[];
  /** The abbreviations of a meaning, given as `longKey`, the most frequent first. */
  abbreviationsOf(longKey: string): Abbreviation[];
  save(): Content;
}

const SEPARATOR = '\t';

export function createAbbreviationTable(saved?: SavedContent): AbbreviationTable {
  const shorts = createTermDictionary(saved?.part('shorts')); // In lower case.
  const longs = createTermDictionary(saved?.part('longs')); // longKeys
  // Each entry is a pair of the two, numbered by its text "short TAB longKey", and has the spelling that came first.
  const pairs = createTermDictionary(saved?.part('pairs'));
  const spellings = createTermDictionary(saved?.part('spellings')); // "short TAB long"
  let spellingOf = saved?.uint32('spellingOf') ?? new Uint32Array(64);
  let papers = saved?.uint32('papers') ?? new Uint32Array(64);
  // Entries of one short or long form are chained: the entry + 1, or 0 at the end.
  let firstOfShort = saved?.uint32('firstOfShort') ?? new Uint32Array(64);
  let nextOfShort = saved?.uint32('nextOfShort') ?? new Uint32Array(64);
  let firstOfLong = saved?.uint32('firstOfLong') ?? new Uint32Array(64);
  let nextOfLong = saved?.uint32('nextOfLong') ?? new Uint32Array(64);

  function addEntry(entry: number, { short, long, longKey }: AbbreviationDefinition): void {
    const [shortNumber, longNumber] = [numberOf(shorts, short.toLowerCase()), numberOf(longs, longKey)];
    spellingOf = grown(spellingOf, entry + 1);
    papers = grown(papers, entry + 1);
    nextOfShort = grown(nextOfShort, entry + 1);
    nextOfLong = grown(nextOfLong, entry + 1);
    firstOfShort = grown(firstOfShort, shortNumber + 1);
    firstOfLong = grown(firstOfLong, longNumber + 1);
    spellingOf[entry] = numberOf(spellings, `${short}${SEPARATOR}${long}`);
    nextOfShort[entry] = firstOfShort[shortNumber] as number;
    firstOfShort[shortNumber] = entry + 1;
    nextOfLong[entry] = firstOfLong[longNumber] as number;
    firstOfLong[longNumber] = entry + 1;
  }

  function read(entry: number): Abbreviation {
    const [short = '', long = ''] = spellings.word(spellingOf[entry] as number).split(SEPARATOR);
    const [, longKey = ''] = pairs.word(entry).split(SEPARATOR);
    return { short, long, longKey, papers: papers[entry] as number };
  }

  function readChain(first: number | undefined, next: Uint32Array): Abbreviation[] {
    const found: Abbreviation[] = [];
    for (let entry = first ?? 0; entry > 0; entry = next[entry - 1] as number) found.push(read(entry - 1));
    return found.sort(commonestFirst);
  }

  return {
    count(definition) {
      const { short, longKey } = definition;
      const before = pairs.size;
      const entry = numberOf(pairs, `${short.toLowerCase()}${SEPARATOR}${longKey}`);
      if (entry === before) addEntry(entry, definition);
      papers[entry] = (papers[entry] as number) + 1;
    },
    meaningsOf(short) {
      const number = shorts.find(short, 0, short.length);
      return number === undefined ? [] : readChain(firstOfShort[number], nextOfShort);
    },
    abbreviationsOf(longKey) {
      const number = longs.find(longKey, 0, longKey.length);
      return number === undefined ? [] : readChain(firstOfLong[number], nextOfLong);
    },
    save: () => ({
      shorts: shorts.save(),
      longs: longs.save(),
      pairs: pairs.save(),
      spellings: spellings.save(),
      spellingOf: spellingOf.subarray(0, pairs.size),
      papers: papers.subarray(0, pairs.size),
      firstOfShort: firstOfShort.subarray(0, shorts.size),
      nextOfShort: nextOfShort.subarray(0, pairs.size),
      firstOfLong: firstOfLong.subarray(0, longs.size),
      nextOfLong: nextOfLong.subarray(0, pairs.size),
    }),
  };
}

const numberOf = (dictionary: { number(text: string, start: number, end: number): number }, text: string) =>
  dictionary.number(text, 0, text.length);

/** Equally frequent ones are sorted by abbreviation, then by meaning. */
export const commonestFirst = (a: Abbreviation, b: Abbreviation): number =>
  b.papers - a.papers ||
  compare(a.short.toLowerCase(), b.short.toLowerCase()) ||
  compare(a.longKey, b.longKey);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
