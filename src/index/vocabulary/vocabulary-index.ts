/** Words and abbreviations counted from the papers' own text, following the change feed. */
import type { CountedWord, PaperText } from '../../store/papers.ts';
import { findAbbreviations } from '../../text/abbreviations.ts';
import { isAbbreviation } from '../../text/content-words.ts';
import { forEachToken } from '../../text/tokenize.ts';
import { grown } from '../growing.ts';
import { createTermDictionary } from '../lexical/term-dictionary.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';
import { type Abbreviation, commonestFirst, createAbbreviationTable } from './abbreviation-table.ts';

export interface VocabularyIndex {
  /**
   * The words in at least `minPapers` papers, the most frequent first: 2 to 24 letters from a to z, no abbreviations.
   */
  commonWords(minPapers: number): CountedWord[];
  /** The number of papers that use it as an ordinary word, in lower case. */
  papersWith(word: string): number;
  /** The meanings of these abbreviations, in any case, the most frequent first. */
  meaningsOf(shorts: readonly string[]): Promise<Abbreviation[]>;
  /** The abbreviations of these meanings, given as `longKey`, the most frequent first. */
  abbreviationsOf(longKeys: readonly string[]): Promise<Abbreviation[]>;
}

/** The index with its update methods. */
export interface UpdatableVocabularyIndex extends VocabularyIndex {
  /** Counts papers; a changed one is counted again, and a removed one stays counted until a rebuild. */
  add(papers: readonly PaperText[]): void;
  save(): Content;
}

const MIN_CHARS = 2;
const MAX_CHARS = 24;
const [A, Z] = [0x61, 0x7a];

export function createVocabularyIndex(saved?: SavedContent): UpdatableVocabularyIndex {
  const words = createTermDictionary(saved?.part('words'));
  let papersOf = saved?.uint32('papersOf') ?? new Uint32Array(64); // By number of the word.
  const abbreviations = createAbbreviationTable(saved?.part('abbreviations'));
  // The last paper counted for each word, because a paper counts once.
  let countedFor = new Uint32Array(papersOf.length);
  let current = 0;

  function countWord(folded: string, start: number, end: number, written: string): void {
    if (!isOrdinary(folded, start, end) || isWrittenAsAbbreviation(written, start, end)) return;
    const word = words.number(folded, start, end);
    papersOf = grown(papersOf, word + 1);
    countedFor = grown(countedFor, word + 1);
    if (countedFor[word] === current) return;
    countedFor[word] = current;
    papersOf[word] = (papersOf[word] as number) + 1;
  }

  return {
    add(papers) {
      for (const { title, abstract } of papers) {
        current += 1;
        const text = `${title}\n${abstract}`;
        forEachToken(text, countWord);
        for (const definition of findAbbreviations(text)) abbreviations.count(definition);
      }
    },
    commonWords(minPapers) {
      const common: CountedWord[] = [];
      for (let word = 0; word < words.size; word++) {
        const papers = papersOf[word] as number;
        if (papers >= minPapers) common.push({ word: words.word(word), papers });
      }
      return common.sort((a, b) => b.papers - a.papers || (a.word < b.word ? -1 : 1));
    },
    papersWith(word) {
      const number = words.find(word, 0, word.length);
      return number === undefined ? 0 : (papersOf[number] as number);
    },
    async meaningsOf(shorts) {
      const asked = new Set(shorts.map((short) => short.toLowerCase()));
      return [...asked].flatMap(abbreviations.meaningsOf).sort(commonestFirst);
    },
    async abbreviationsOf(longKeys) {
      return [...new Set(longKeys)].flatMap(abbreviations.abbreviationsOf).sort(commonestFirst);
    },
    save: () => ({
      words: words.save(),
      papersOf: papersOf.subarray(0, words.size),
      abbreviations: abbreviations.save(),
    }),
  };
}

function isOrdinary(folded: string, start: number, end: number): boolean {
  if (end - start < MIN_CHARS || end - start > MAX_CHARS) return false;
  for (let at = start; at < end; at++) {
    const code = folded.charCodeAt(at);
    if (code < A || code > Z) return false;
  }
  return true;
}

/** Separates the word "clip" from the abbreviation CLIP. */
function isWrittenAsAbbreviation(written: string, start: number, end: number): boolean {
  // Hardly any word has a capital after its first letter.
  for (let at = start + 1; at < end; at++)
    if (written.charCodeAt(at) < A) return isAbbreviation(written.slice(start, end));
  return false;
}
