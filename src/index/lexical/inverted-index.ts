/**
 * An inverted index in memory, ranked by BM25. Every word of a query is scored, however frequent: a million postings
 * take a few milliseconds, so nothing is pruned.
 */

import type { PaperFilter } from '../../domain/filter.ts';
import { topK } from '../../lib/top-k.ts';
import { createFilterColumns, type FilterValues } from '../filter-columns.ts';
import { grown } from '../growing.ts';
import { createRowIds } from '../row-ids.ts';
import type { Scored } from '../scored.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';
import { idf, K1, lengthNorms, MIN_WEIGHT } from './bm25.ts';
import { countPhrase, decodeTerms, packNumbers } from './encoded-terms.ts';
import { createPostingLists } from './posting-lists.ts';
import { createTextPages } from './text-pages.ts';

export interface IndexedPaper extends FilterValues {
  readonly paperId: string;
  /** Encoded by `encodeTerms`. */
  readonly text: Uint8Array;
}

/** A synonym as the numbers of its stems and of the words that it replaces. */
export interface EncodedSynonym {
  readonly of: readonly (readonly number[])[];
  readonly term: readonly number[];
  readonly weight: number;
}

export interface InvertedIndex {
  readonly size: number;
  /** True once most rows are tombstones; the index must then be rebuilt. */
  readonly needsCompaction: boolean;
  /** Adds papers; a known paperId replaces the former. Throws a RangeError beyond 16 million. */
  add(papers: readonly IndexedPaper[]): void;
  remove(paperIds: readonly string[]): void;
  /** The stem's document frequency. */
  count(stem: number): number;
  /** The positions of each stem in the paper, from 0 -> [stems]; empty lists if the paper isn't here. */
  positions(paperId: string, stems: readonly number[]): number[][];
  /**
   * The best papers, at most `limit`, that contain one of the words, and those of `also` that do. Best first; equal
   * scores in order of arrival. A word is its stems' numbers, which must be adjacent.
   */
  match(
    words: readonly (readonly number[])[],
    limit: number,
    options?: {
      /** Its authors are ignored. */
      readonly filter?: PaperFilter | undefined;
      readonly also?: readonly string[] | undefined;
      /** Synonyms of some `words`; of several for the same words the best counts. */
      readonly synonyms?: readonly EncodedSynonym[] | undefined;
      /** If given, no other papers match. */
      readonly only?: readonly string[] | undefined;
    },
  ): Scored[];
  save(): Content;
}

const TITLE_WEIGHT = 3;
// A posting is a row with the term frequency in its lowest bits.
const MAX_FREQUENCY = 0xff;
const ROW_FACTOR = 0x100;
const MAX_ROWS = 0x1000000;
// Fewer tombstones than this are not worth a rebuild.
const TOMBSTONES_ALLOWED = 1_000;
const MAX_PHRASES_KEPT = 200;
// The number of papers whose words are inserted together.
const BATCH_PAPERS = 2_000;

export function createInvertedIndex(saved?: SavedContent): InvertedIndex {
  const postings = createPostingLists(saved?.part('postings'));
  let gone = saved?.uint32('gone') ?? new Uint32Array(64); // by stem: its postings of removed papers
  // Cached until the papers change: a phrase of frequent words takes 10 ms.
  const phrases = new Map<string, Uint32Array>();
  // By row, in order of arrival; a replaced paper's row has no id.
  const ids = createRowIds(saved?.part('ids'));
  const texts = createTextPages(saved?.part('texts'));
  const facts = createFilterColumns(saved?.part('facts'));
  let deadRows = saved?.uint32('deadRows') ?? new Uint32Array(0);
  let deadCount = deadRows.length;
  let lengths = saved?.uint32('lengths') ?? new Uint32Array(64); // in words
  let words = saved?.number('words') ?? 0; // of all papers
  let norms: Float32Array | undefined; // cached until the papers change

  // Scratch space while a paper is added or removed: its stems in order, their frequencies, and the distinct ones.
  let stems = new Uint32Array(64);
  let frequencies = new Uint32Array(64);
  let distinct = new Uint32Array(64);
  let places = new Uint32Array(64);
  // Postings of the papers being added, until they are inserted.
  let newStems = new Uint32Array(64);
  let newPostings = new Uint32Array(64);
  let newCount = 0;

  const papersWith = (stem: number): number => postings.length(stem) - (gone[stem] ?? 0);

  function readStems(row: number): ReturnType<typeof decodeTerms> {
    const [start, end] = [texts.start(row), texts.end(row)];
    stems = grown(stems, end - start);
    return decodeTerms(texts.page(row), start, end, stems);
  }

  /** Fills the three above and returns the number of stems; the caller must reset `frequencies`. */
  function countStems(row: number): { readonly length: number; readonly different: number } {
    const { count, inTitle, highest } = readStems(row);
    distinct = grown(distinct, count);
    frequencies = grown(frequencies, highest + 1);
    // Local variables, because closure lookups are slower: a start counts nine million.
    const [inOrder, counts, each] = [stems, frequencies, distinct];
    let different = 0;
    for (let i = 0; i < count; i++) {
      const stem = inOrder[i] as number;
      const before = counts[stem] as number;
      if (before === 0) each[different++] = stem;
      counts[stem] = before + (i < inTitle ? TITLE_WEIGHT : 1);
    }
    return { length: count, different };
  }

  function addOne({ paperId, text, ...ofPaper }: IndexedPaper): void {
    removeOne(paperId);
    const row = ids.rowCount;
    if (row === MAX_ROWS) throw new RangeError(`no room for the words of more than ${MAX_ROWS} papers`);
    lengths = grown(lengths, row + 1);
    texts.append(text);
    const { length, different } = countStems(row);
    newStems = grown(newStems, newCount + different);
    newPostings = grown(newPostings, newCount + different);
    const [counts, each, ofStems, into] = [frequencies, distinct, newStems, newPostings];
    for (let i = 0; i < different; i++) {
      const stem = each[i] as number;
      ofStems[newCount + i] = stem;
      into[newCount + i] = row * ROW_FACTOR + Math.min(MAX_FREQUENCY, counts[stem] as number);
      counts[stem] = 0;
    }
    newCount += different;
    lengths[row] = length;
    words += length;
    facts.write(row, ofPaper);
    ids.set(paperId, row);
  }

  function removeOne(paperId: string): void {
    if (phrases.size > 0) phrases.clear();
    norms = undefined;
    const row = ids.rowOf(paperId);
    if (row === undefined) return;
    const { length, different } = countStems(row);
    words -= length;
    gone = grown(gone, frequencies.length);
    for (let i = 0; i < different; i++) {
      const stem = distinct[i] as number;
      gone[stem] = (gone[stem] as number) + 1;
      frequencies[stem] = 0;
    }
    deadRows = grown(deadRows, deadCount + 1);
    deadRows[deadCount++] = row;
    ids.delete(paperId);
  }

  /** The postings of the papers in which these stems are adjacent. */
  function postingsOf(phrase: readonly number[]): Uint32Array {
    const key = phrase.join(' ');
    const kept = phrases.get(key);
    if (kept) return kept;
    // Papers with all of them anywhere, by the rarest first.
    const rarestFirst = [...new Set(phrase)].sort((a, b) => postings.length(a) - postings.length(b));
    const held = new Uint8Array(ids.rowCount);
    let rows: number[] = [];
    for (const [known, stem] of rarestFirst.entries()) {
      rows = [];
      postings.read(stem, (values, from, to) => {
        for (let at = from; at < to; at++) {
          const row = (values[at] as number) >>> 8;
          if (held[row] === known) rows.push(row);
        }
      });
      for (const row of rows) held[row] = known + 1;
    }
    const bytes = packNumbers(phrase);
    const found: number[] = [];
    for (const row of deadRows.subarray(0, deadCount)) held[row] = 0;
    for (const row of rows) {
      if (held[row] !== rarestFirst.length) continue;
      const { title, abstract } = countPhrase(bytes, texts.page(row), texts.start(row), texts.end(row));
      const frequency = TITLE_WEIGHT * title + abstract;
      if (frequency > 0) found.push(row * ROW_FACTOR + Math.min(MAX_FREQUENCY, frequency));
    }
    const result = Uint32Array.from(found);
    if (phrases.size >= MAX_PHRASES_KEPT) phrases.clear();
    phrases.set(key, result);
    return result;
  }

  /** Passes a word's postings and its idf to the callback. */
  function readWord(
    word: readonly number[],
    visit: (weight: number) => Parameters<typeof postings.read>[1],
  ): void {
    const [stem] = word;
    if (stem === undefined) return;
    if (word.length === 1) {
      postings.read(stem, visit((K1 + 1) * idf(papersWith(stem), ids.size, MIN_WEIGHT)));
    } else {
      const found = postingsOf(word);
      visit((K1 + 1) * idf(found.length, ids.size, MIN_WEIGHT))(found, 0, found.length);
    }
  }

  /** Adds a word's score to each paper; returns its idf. */
  function addScores(scores: Float32Array, norm: Float32Array, word: readonly number[]): number {
    let ofWord = 0;
    readWord(word, (weight) => {
      ofWord = weight;
      return (values, from, to) => {
        for (let at = from; at < to; at++) {
          const value = values[at] as number;
          const row = value >>> 8;
          const frequency = value & MAX_FREQUENCY;
          scores[row] = (scores[row] as number) + (weight * frequency) / (frequency + (norm[row] as number));
        }
      };
    });
    return ofWord;
  }

  /**
   * Adds the score of words with synonyms: the words' own score in a paper, or that of the best synonym if higher. A
   * synonym is worth at most its own weight and that of the words, so it never outvotes what was typed.
   */
  function addWithSynonyms(
    scores: Float32Array,
    norm: Float32Array,
    of: readonly (readonly number[])[],
    synonyms: readonly EncodedSynonym[],
  ): void {
    const best = new Float32Array(scores.length);
    let most = 0;
    for (const word of of) most += addScores(best, norm, word);
    for (const { term, weight } of synonyms) {
      readWord(term, (ofTerm) => {
        const worth = weight * Math.min(ofTerm, most);
        return (values, from, to) => {
          for (let at = from; at < to; at++) {
            const value = values[at] as number;
            const row = value >>> 8;
            const frequency = value & MAX_FREQUENCY;
            const score = (worth * frequency) / (frequency + (norm[row] as number));
            if (score > (best[row] as number)) best[row] = score;
          }
        };
      });
    }
    for (let row = 0; row < scores.length; row++)
      scores[row] = (scores[row] as number) + (best[row] as number);
  }

  return {
    get size() {
      return ids.size;
    },
    get needsCompaction() {
      return ids.rowCount > 2 * ids.size + TOMBSTONES_ALLOWED;
    },
    add(papers) {
      for (let from = 0; from < papers.length; from += BATCH_PAPERS) {
        for (const paper of papers.slice(from, from + BATCH_PAPERS)) addOne(paper);
        postings.append(newStems, newPostings, newCount);
        newCount = 0;
      }
    },
    remove(removed) {
      for (const paperId of removed) removeOne(paperId);
    },
    count: papersWith,
    positions(paperId, asked) {
      const found: number[][] = asked.map(() => []);
      const row = ids.rowOf(paperId);
      const { count, highest } = row === undefined ? { count: 0, highest: 0 } : readStems(row);
      // By stem: 1 + the index of the first word with it. A table is several times faster than a map.
      places = grown(places, highest + 1);
      asked.forEach((stem, i) => {
        if (stem >= 0 && stem <= highest && places[stem] === 0) places[stem] = i + 1;
      });
      for (let at = 0; at < count; at++) {
        const i = places[stems[at] as number] as number;
        if (i > 0) found[i - 1]?.push(at);
      }
      const first = asked.map((stem) => (stem >= 0 && stem <= highest ? (places[stem] as number) : 0));
      for (const stem of asked) if (stem >= 0 && stem <= highest) places[stem] = 0;
      return first.map((i) => found[i - 1] ?? []);
    },
    match(asked, limit, { filter, only, also = [], synonyms = [] } = {}) {
      const scores = new Float32Array(ids.rowCount);
      norms ??= lengthNorms(lengths, scores.length, words / Math.max(1, ids.size));
      const groups = groupSynonyms(synonyms);
      const grouped = new Set(groups.flatMap(({ of }) => of.map(keyOf)));
      for (const word of asked) if (!grouped.has(keyOf(word))) addScores(scores, norms, word);
      for (const { of, synonyms: ofGroup } of groups) addWithSynonyms(scores, norms, of, ofGroup);
      for (const row of deadRows.subarray(0, deadCount)) scores[row] = 0;
      const passes = filter && facts.mask(filter, scores.length);
      const allowed = only && new Set(only.map(ids.rowOf));
      for (let row = 0; (passes || allowed) && row < scores.length; row++) {
        if (passes?.[row] === 0 || allowed?.has(row) === false) scores[row] = 0;
      }
      const rows = new Set(topK(scores, limit));
      for (const paperId of also) rows.add(ids.rowOf(paperId) ?? -1);
      return [...rows]
        .flatMap((row) => {
          const { [row]: score = 0 } = scores;
          const paperId = score > 0 ? ids.paperAt(row) : undefined;
          return paperId !== undefined ? [{ paperId, score, row }] : [];
        })
        .sort((a, b) => b.score - a.score || a.row - b.row)
        .map(({ paperId, score }) => ({ paperId, score }));
    },
    save: () => ({
      postings: postings.save(),
      gone,
      ids: ids.save(),
      texts: texts.save(),
      facts: facts.save(),
      deadRows: deadRows.subarray(0, deadCount),
      lengths: lengths.subarray(0, ids.rowCount),
      words,
    }),
  };
}

const keyOf = (word: readonly number[]): string => word.join(' ');

/** Synonyms by the words that they replace; one that overlaps an earlier group is left out. */
function groupSynonyms(
  synonyms: readonly EncodedSynonym[],
): { of: EncodedSynonym['of']; synonyms: EncodedSynonym[] }[] {
  const groups: { key: string; of: EncodedSynonym['of']; synonyms: EncodedSynonym[] }[] = [];
  const taken = new Set<string>();
  for (const synonym of synonyms) {
    const words = synonym.of.map(keyOf);
    const key = words.join('|');
    const same = groups.find((group) => group.key === key);
    if (same) same.synonyms.push(synonym);
    else if (words.every((word) => !taken.has(word)))
      groups.push({ key, of: synonym.of, synonyms: [synonym] });
    for (const word of words) taken.add(word);
  }
  return groups;
}
