/**
 * Completes titles while they are being typed: words in any order, the last one unfinished, one edit per word allowed.
 * Titles are rows of word numbers. A query marks in a table which typed words each known word may match, one bit per
 * typed word, and then reads all rows once. Its time hardly depends on word frequency; posting lists would be slow for
 * "of the". bench/titles.ts measures it at 100,000 titles.
 */

import { parseArxivId } from '../../domain/arxiv-id.ts';
import type { PaperTitle } from '../../store/papers.ts';
import { countBits, letterSet } from '../../text/letter-set.ts';
import { isWithinOneEdit } from '../../text/one-edit.ts';
import { tokenizeByCharacter } from '../../text/tokenize.ts';
import { grown } from '../growing.ts';
import { createTermDictionary, type TermDictionary } from '../lexical/term-dictionary.ts';
import { createTextPages, type TextPages } from '../lexical/text-pages.ts';
import { createRowIds, type RowIds } from '../row-ids.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';

export interface TitleIndex {
  /** Adds titles; a known paperId replaces the former title and counts as the newest. */
  add(items: readonly PaperTitle[]): void;
  remove(paperIds: readonly string[]): void;
  /**
   * The best titles for the input, at most `count`: matching ids first, then the exact title, titles that start so,
   * that contain all words, that contain them with edits; equal ones newest first. Empty input gives the newest.
   */
  find(typed: string, count: number): PaperTitle[];
  titleOf(paperId: string): string | undefined;
  readonly size: number;
  /** The rows that a query reads: at most two per title, and a few. */
  readonly rowCount: number;
  save(): Content;
}

// Longer input is pasted text; its beginning finds the title.
const MAX_TYPED_CHARS = 300;
const MAX_TYPED_WORDS = 24; // One bit each in 32-bit sets.
const MIN_ID_CHARS = 4;
const MIN_EDIT_CHARS = 3;
// Fewer tombstones than this are not worth a rebuild.
const TOMBSTONES_ALLOWED = 1000;

// The score of a typed word that a title has whole, as a prefix, with an edit, or as a prefix with an edit. A phrase
// outweighs any sum of words, a title's beginning a phrase, and a whole title that.
const WORTH = { whole: 6, start: 5, oneEdit: 3, startOneEdit: 2 } as const;
const PHRASE_BONUS = WORTH.whole * MAX_TYPED_WORDS;
const STARTS_BONUS = 2 * PHRASE_BONUS;
const EXACT_BONUS = 2 * STARTS_BONUS;

/** For each known word, by number, the set of typed words that it may match; bit i is typed word i. */
interface Meanings {
  /** All the others together. */
  readonly any: Uint32Array;
  readonly whole: Uint32Array;
  readonly start: Uint32Array;
  readonly oneEdit: Uint32Array;
  readonly startOneEdit: Uint32Array;
}

export function createTitleIndex(saved?: SavedContent): TitleIndex {
  let content = createTitleContent(saved);

  function addOne(item: PaperTitle): void {
    const { ids, titles, words } = content;
    const row = ids.rowCount;
    const start = row === 0 ? 0 : (content.rowEnds[row - 1] as number);
    const ofTitle = tokenizeByCharacter(item.title);
    content.rowWords = grown(content.rowWords, start + ofTitle.length);
    for (const [i, word] of ofTitle.entries()) {
      const number = words.number(word, 0, word.length);
      content.rowWords[start + i] = number;
      content.letterSets = grown(content.letterSets, number + 1);
      content.letterSets[number] ||= letterSet(word);
    }
    content.rowEnds = grown(content.rowEnds, row + 1);
    content.rowEnds[row] = start + ofTitle.length;
    titles.append(encoder.encode(item.title));
    ids.set(item.paperId, row);
  }

  const titleAt = (row: number): string => {
    const { titles } = content;
    return decoder.decode(titles.page(row).subarray(titles.start(row), titles.end(row)));
  };

  function itemAt(row: number): PaperTitle | undefined {
    const paperId = content.ids.paperAt(row);
    return paperId === undefined ? undefined : { paperId, title: titleAt(row) };
  }

  /** Rebuilds the index once most rows are tombstones: an index that runs for months must not only grow. */
  function dropDeadRows(): void {
    const { ids } = content;
    if (ids.rowCount <= 2 * ids.size + TOMBSTONES_ALLOWED) return;
    const alive = Array.from({ length: ids.rowCount }, (_, row) => itemAt(row));
    content = createTitleContent();
    for (const item of alive) if (item) addOne(item);
  }

  function readMeanings(typed: readonly string[], withSlips: boolean): Meanings {
    const { words, letterSets, spelled } = content;
    const empty = () => new Uint32Array(words.size);
    const meanings = {
      any: empty(),
      whole: empty(),
      start: empty(),
      oneEdit: empty(),
      startOneEdit: empty(),
    };
    typed.forEach((word, index) => {
      const bit = 1 << index;
      const isUnfinished = index === typed.length - 1;
      const edits = withSlips && word.length >= MIN_EDIT_CHARS;
      const wanted = letterSet(word);
      for (let number = 0; number < words.size; number++) {
        // An edit adds at most one letter that the word lacks: most words are ruled out by their letters alone.
        const missing = wanted & ~(letterSets[number] as number);
        if (missing !== 0 && (!edits || (missing & (missing - 1)) !== 0)) continue;
        const known = spelled[number] ?? words.word(number);
        spelled[number] = known;
        let meaning: Uint32Array;
        if (missing === 0 && known.startsWith(word)) {
          meaning = known.length === word.length ? meanings.whole : meanings.start;
        } else if (edits && isWithinOneEdit(word, known, false)) meaning = meanings.oneEdit;
        else if (edits && isUnfinished && isWithinOneEdit(word, known, true)) meaning = meanings.startOneEdit;
        else continue;
        meaning[number] = (meaning[number] as number) | bit;
        meanings.any[number] = (meanings.any[number] as number) | bit;
      }
    });
    return meanings;
  }

  function findByWords(typed: readonly string[], withSlips: boolean, count: number): PaperTitle[] {
    const meanings = readMeanings(typed, withSlips);
    // With edits, a quarter of a longer text's words may be missing: a pasted title is rarely identical.
    const needed = typed.length - (withSlips ? Math.floor(typed.length / 4) : 0);
    const best: { row: number; score: number }[] = [];
    const { any } = meanings;
    const { ids, rowEnds, rowWords } = content;
    for (let row = ids.rowCount - 1; row >= 0; row--) {
      const from = rowEnds[row - 1] ?? 0;
      const to = rowEnds[row] as number;
      let held = 0;
      for (let at = from; at < to; at++) held |= any[rowWords[at] as number] as number;
      if (held === 0 || countBits(held) < needed) continue;
      if (ids.hasPaper(row))
        keepBest(best, { row, score: scoreRow(meanings, from, to, typed.length) }, count);
    }
    return best.flatMap(({ row }) => itemAt(row) ?? []);
  }

  function scoreRow(meanings: Meanings, from: number, to: number, typedCount: number): number {
    const { rowWords } = content;
    const last = 1 << (typedCount - 1);
    let whole = 0;
    let start = 0;
    let oneEdit = 0;
    let startOneEdit = 0;
    let bonus = 0;
    // Shift-And (Baeza-Yates and Gonnet 1992): bit i means that typed words 0..i end here, the last one as a prefix.
    let phrase = 0;
    for (let at = from; at < to; at++) {
      const number = rowWords[at] as number;
      const wholeHere = meanings.whole[number] as number;
      const startHere = meanings.start[number] as number;
      whole |= wholeHere;
      start |= startHere;
      oneEdit |= meanings.oneEdit[number] as number;
      startOneEdit |= meanings.startOneEdit[number] as number;
      phrase = ((phrase << 1) | 1) & (wholeHere | (startHere & last));
      if ((phrase & last) === 0) continue;
      if (at - from + 1 > typedCount) bonus ||= PHRASE_BONUS;
      else bonus = to - from === typedCount && wholeHere & last ? EXACT_BONUS : STARTS_BONUS;
    }
    return (
      bonus +
      WORTH.whole * countBits(whole) +
      WORTH.start * countBits(start & ~whole) +
      WORTH.oneEdit * countBits(oneEdit & ~(whole | start)) +
      WORTH.startOneEdit * countBits(startOneEdit & ~(whole | start | oneEdit))
    );
  }

  function findById(typed: string, count: number): PaperTitle[] {
    const wanted = parseArxivId(typed) ?? typed.replace(/^arxiv:\s*/i, '');
    const found: PaperTitle[] = [];
    if (wanted.length < MIN_ID_CHARS) return found;
    const { ids } = content;
    for (let row = ids.rowCount - 1; row >= 0 && found.length < count; row--) {
      const item = ids.startsWith(row, wanted) ? itemAt(row) : undefined;
      if (item) found.push(item);
    }
    return found;
  }

  function newest(count: number): PaperTitle[] {
    const found: PaperTitle[] = [];
    for (let row = content.ids.rowCount - 1; row >= 0 && found.length < count; row--) {
      const item = itemAt(row);
      if (item) found.push(item);
    }
    return found;
  }

  return {
    add(added) {
      for (const item of added) addOne(item);
      dropDeadRows();
    },

    remove(paperIds) {
      for (const paperId of paperIds) content.ids.delete(paperId);
      dropDeadRows();
    },

    find(typed, count) {
      const text = typed.trim().slice(0, MAX_TYPED_CHARS);
      if (!text) return newest(count);
      const typedWords = tokenizeByCharacter(text).slice(0, MAX_TYPED_WORDS);
      const found = new Map(findById(text, count).map((item) => [item.paperId, item]));
      if (typedWords.length === 0) return [...found.values()];
      for (const withSlips of [false, true]) {
        if (found.size < count)
          for (const item of findByWords(typedWords, withSlips, count))
            if (!found.has(item.paperId)) found.set(item.paperId, item);
      }
      return [...found.values()].slice(0, count);
    },

    titleOf(paperId) {
      const row = content.ids.rowOf(paperId);
      return row === undefined ? undefined : titleAt(row);
    },

    get size() {
      return content.ids.size;
    },
    get rowCount() {
      return content.ids.rowCount;
    },
    save: () => saveTitleContent(content),
  };
}

/** Row i has the words rowWords[rowEnds[i - 1]..rowEnds[i]]; a replaced title's row has no paper. */
interface TitleContent {
  readonly ids: RowIds;
  readonly titles: TextPages;
  readonly words: TermDictionary;
  /** The words compared so far, by number. */
  readonly spelled: (string | undefined)[];
  rowEnds: Uint32Array;
  rowWords: Uint32Array;
  letterSets: Uint32Array; // By number of the word.
}

const createTitleContent = (saved?: SavedContent): TitleContent => ({
  ids: createRowIds(saved?.part('ids')),
  titles: createTextPages(saved?.part('titles')),
  words: createTermDictionary(saved?.part('words')),
  spelled: [],
  rowEnds: saved?.uint32('rowEnds') ?? new Uint32Array(64),
  rowWords: saved?.uint32('rowWords') ?? new Uint32Array(64),
  letterSets: saved?.uint32('letterSets') ?? new Uint32Array(64),
});

const saveTitleContent = ({ ids, titles, words, rowEnds, rowWords, letterSets }: TitleContent): Content => ({
  ids: ids.save(),
  titles: titles.save(),
  words: words.save(),
  rowEnds: rowEnds.subarray(0, ids.rowCount),
  rowWords: rowWords.subarray(0, rowEnds[ids.rowCount - 1] ?? 0),
  letterSets: letterSets.subarray(0, words.size),
});

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Keeps `best` sorted and at most `count` long; equal scores keep their order. */
function keepBest<T extends { readonly score: number }>(best: T[], candidate: T, count: number): void {
  if (best.length >= count && candidate.score <= (best.at(-1)?.score ?? 0)) return;
  const at = best.findIndex(({ score }) => score < candidate.score);
  best.splice(at < 0 ? best.length : at, 0, candidate);
  if (best.length > count) best.pop();
}
