/**
 * Finds titles while they are being typed: words in any order, the last one unfinished, a slip of the finger a word.
 *
 * Titles are kept as rows of word numbers. A question marks in a table which typed words each known word may stand for,
 * one bit a typed word, and then reads all rows once: the time hardly depends on how common the words are, where
 * lists of titles by word take long for "of the". bench/titles.ts measures it at 100,000 titles.
 */

import { parseArxivId } from '../../domain/arxiv-id.ts';
import type { PaperTitle } from '../../store/papers.ts';
import { isWithinOneEdit } from '../../text/one-edit.ts';
import { letterSet, titleWords } from './title-words.ts';

export interface TitleIndex {
  /** Takes in titles; one with a known paperId replaces the former title and counts as the newest. */
  add(items: readonly PaperTitle[]): void;
  remove(paperIds: readonly string[]): void;
  /**
   * The at most `count` best titles for what was typed so far: those with a matching id, then the exact title, titles
   * that start so, that hold all words, that hold them with slips; of equals the newest. For nothing typed the newest.
   */
  find(typed: string, count: number): PaperTitle[];
  titleOf(paperId: string): string | undefined;
  readonly size: number;
  /** Rows that a question reads: at most two for each title, and a few. */
  readonly rowCount: number;
}

// More is a pasted text; its beginning finds the title.
const MAX_TYPED_CHARS = 300;
const MAX_TYPED_WORDS = 24; // one bit each in 32-bit sets
const MIN_ID_CHARS = 4;
const MIN_EDIT_CHARS = 3;
// So many rows without a title are worth no rebuilding.
const TOMBSTONES_ALLOWED = 1000;

// What a typed word is worth where a title holds it whole, its start, with a slip, its start with a slip; a phrase
// outweighs any sum of words, the start of a title a phrase, and the whole title that.
const WORTH = { whole: 6, start: 5, slip: 3, startSlip: 2 } as const;
const PHRASE_BONUS = WORTH.whole * MAX_TYPED_WORDS;
const STARTS_BONUS = 2 * PHRASE_BONUS;
const EXACT_BONUS = 2 * STARTS_BONUS;

/** For each known word, by number, the set of typed words that it may stand for; bit i is typed word i. */
interface Meanings {
  /** All the others together. */
  readonly any: Uint32Array;
  readonly whole: Uint32Array;
  readonly start: Uint32Array;
  readonly slip: Uint32Array;
  readonly startSlip: Uint32Array;
}

export function createTitleIndex(): TitleIndex {
  // By row, in order of arrival; the row of a replaced title has no item any more. Row i is rowWords[rowEnds[i - 1]..rowEnds[i]].
  let items: (PaperTitle | undefined)[] = [];
  let rowEnds: number[] = [];
  const rowOf = new Map<string, number>();
  let rowWords = new Uint32Array(1024);
  let wordCount = 0;

  let words: string[] = [];
  let letterSets: number[] = [];
  const numberOf = new Map<string, number>();

  function addOne(item: PaperTitle): void {
    const former = rowOf.get(item.paperId);
    if (former !== undefined) items[former] = undefined;
    const ofTitle = titleWords(item.title);
    if (wordCount + ofTitle.length > rowWords.length) {
      const larger = new Uint32Array(2 * (wordCount + ofTitle.length));
      larger.set(rowWords);
      rowWords = larger;
    }
    for (const word of ofTitle) {
      let number = numberOf.get(word);
      if (number === undefined) {
        number = words.length;
        numberOf.set(word, number);
        words.push(word);
        letterSets.push(letterSet(word));
      }
      rowWords[wordCount++] = number;
    }
    rowOf.set(item.paperId, items.length);
    items.push(item);
    rowEnds.push(wordCount);
  }

  /** Builds all anew where most rows have lost their title: an index that runs for months must not only grow. */
  function dropDeadRows(): void {
    if (items.length <= 2 * rowOf.size + TOMBSTONES_ALLOWED) return;
    const alive = items.filter((item) => item !== undefined);
    items = [];
    rowEnds = [];
    rowWords = new Uint32Array(1024);
    wordCount = 0;
    words = [];
    letterSets = [];
    rowOf.clear();
    numberOf.clear();
    for (const item of alive) addOne(item);
  }

  function readMeanings(typed: readonly string[], withSlips: boolean): Meanings {
    const empty = () => new Uint32Array(words.length);
    const meanings = { any: empty(), whole: empty(), start: empty(), slip: empty(), startSlip: empty() };
    typed.forEach((word, index) => {
      const bit = 1 << index;
      const isUnfinished = index === typed.length - 1;
      const edits = withSlips && word.length >= MIN_EDIT_CHARS;
      const wanted = letterSet(word);
      for (let number = 0; number < words.length; number++) {
        // A slip adds at most one letter that the word doesn't have: most words are out by their letters alone.
        const missing = wanted & ~(letterSets[number] as number);
        if (missing !== 0 && (!edits || (missing & (missing - 1)) !== 0)) continue;
        const known = words[number] as string;
        let meaning: Uint32Array;
        if (missing === 0 && known.startsWith(word)) {
          meaning = known.length === word.length ? meanings.whole : meanings.start;
        } else if (edits && isWithinOneEdit(word, known, false)) meaning = meanings.slip;
        else if (edits && isUnfinished && isWithinOneEdit(word, known, true)) meaning = meanings.startSlip;
        else continue;
        meaning[number] = (meaning[number] as number) | bit;
        meanings.any[number] = (meanings.any[number] as number) | bit;
      }
    });
    return meanings;
  }

  function findByWords(typed: readonly string[], withSlips: boolean, count: number): PaperTitle[] {
    const meanings = readMeanings(typed, withSlips);
    // With slips a quarter of the words of a longer text may be missing: a pasted title is seldom quite the same.
    const needed = typed.length - (withSlips ? Math.floor(typed.length / 4) : 0);
    const best: { item: PaperTitle; score: number }[] = [];
    const { any } = meanings;
    for (let row = items.length - 1; row >= 0; row--) {
      const from = rowEnds[row - 1] ?? 0;
      const to = rowEnds[row] as number;
      let held = 0;
      for (let at = from; at < to; at++) held |= any[rowWords[at] as number] as number;
      if (held === 0 || countBits(held) < needed) continue;
      const item = items[row];
      if (item) keepBest(best, { item, score: scoreRow(meanings, from, to, typed.length) }, count);
    }
    return best.map(({ item }) => item);
  }

  function scoreRow(meanings: Meanings, from: number, to: number, typedCount: number): number {
    const last = 1 << (typedCount - 1);
    let whole = 0;
    let start = 0;
    let slip = 0;
    let startSlip = 0;
    let bonus = 0;
    // Shift-And (Baeza-Yates and Gonnet 1992): bit i says that typed words 0..i stand right here, the last one begun.
    let phrase = 0;
    for (let at = from; at < to; at++) {
      const number = rowWords[at] as number;
      const wholeHere = meanings.whole[number] as number;
      const startHere = meanings.start[number] as number;
      whole |= wholeHere;
      start |= startHere;
      slip |= meanings.slip[number] as number;
      startSlip |= meanings.startSlip[number] as number;
      phrase = ((phrase << 1) | 1) & (wholeHere | (startHere & last));
      if ((phrase & last) === 0) continue;
      if (at - from + 1 > typedCount) bonus ||= PHRASE_BONUS;
      else bonus = to - from === typedCount && wholeHere & last ? EXACT_BONUS : STARTS_BONUS;
    }
    return (
      bonus +
      WORTH.whole * countBits(whole) +
      WORTH.start * countBits(start & ~whole) +
      WORTH.slip * countBits(slip & ~(whole | start)) +
      WORTH.startSlip * countBits(startSlip & ~(whole | start | slip))
    );
  }

  function findById(typed: string, count: number): PaperTitle[] {
    const wanted = parseArxivId(typed) ?? typed.replace(/^arxiv:\s*/i, '');
    const found: PaperTitle[] = [];
    if (wanted.length < MIN_ID_CHARS) return found;
    for (let row = items.length - 1; row >= 0 && found.length < count; row--) {
      const item = items[row];
      if (item?.paperId.startsWith(wanted)) found.push(item);
    }
    return found;
  }

  return {
    add(added) {
      for (const item of added) addOne(item);
      dropDeadRows();
    },

    remove(paperIds) {
      for (const paperId of paperIds) {
        const row = rowOf.get(paperId);
        if (row !== undefined) items[row] = undefined;
        rowOf.delete(paperId);
      }
      dropDeadRows();
    },

    find(typed, count) {
      const text = typed.trim().slice(0, MAX_TYPED_CHARS);
      if (!text) return newest(items, count);
      const typedWords = titleWords(text).slice(0, MAX_TYPED_WORDS);
      const found = new Set(findById(text, count));
      if (typedWords.length === 0) return [...found];
      for (const withSlips of [false, true]) {
        if (found.size < count) for (const item of findByWords(typedWords, withSlips, count)) found.add(item);
      }
      return [...found].slice(0, count);
    },

    titleOf(paperId) {
      const row = rowOf.get(paperId);
      return row === undefined ? undefined : items[row]?.title;
    },

    get size() {
      return rowOf.size;
    },
    get rowCount() {
      return items.length;
    },
  };
}

function newest(items: readonly (PaperTitle | undefined)[], count: number): PaperTitle[] {
  const found: PaperTitle[] = [];
  for (let row = items.length - 1; row >= 0 && found.length < count; row--) {
    const item = items[row];
    if (item) found.push(item);
  }
  return found;
}

/** Keeps `best` sorted and at most `count` long; of equal scores the one that came first stays before. */
function keepBest<T extends { readonly score: number }>(best: T[], candidate: T, count: number): void {
  if (best.length >= count && candidate.score <= (best.at(-1)?.score ?? 0)) return;
  const at = best.findIndex(({ score }) => score < candidate.score);
  best.splice(at < 0 ? best.length : at, 0, candidate);
  if (best.length > count) best.pop();
}

/** How many bits are set; Hacker's Delight, figure 5-2. */
function countBits(set: number): number {
  let bits = set - ((set >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
