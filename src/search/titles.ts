/**
 * Finds titles while they are being typed: words in any order, the last one unfinished, a slip of the finger a word.
 * An inverted index of the titles' words; see bench/titles.ts for its speed at 100,000 titles.
 */
import type { PaperTitle } from '../catalog/catalog.ts';
import { parseArxivId } from '../paper.ts';
import { isOneSlipAway } from './slip.ts';

export interface TitleIndex {
  /** Takes in titles; one with a known paperId replaces the former title. */
  add(items: readonly PaperTitle[]): void;
  /**
   * The at most `count` best titles for what was typed so far, best first: those with a matching id, the exact title,
   * titles that start so, titles with all words, then with slips; of equals the newest. The newest of all for nothing.
   */
  find(typed: string, count: number): PaperTitle[];
  readonly size: number;
}

// More is a pasted text; its beginning finds the title.
const MAX_TYPED_CHARS = 300;
const MAX_TYPED_WORDS = 24;
const MIN_ID_CHARS = 4;
const MIN_SLIP_CHARS = 3;

// What a typed word is worth in a title, at most WORD; a whole title's bonuses outweigh any sum of those of the words.
const WORD = 6;
const WORD_START = 5;
const WORD_WITH_SLIP = 3;
const WORD_START_WITH_SLIP = 2;
const PHRASE_BONUS = WORD * MAX_TYPED_WORDS;
const STARTS_BONUS = 2 * PHRASE_BONUS;
const EXACT_BONUS = 2 * STARTS_BONUS;

export function createTitleIndex(): TitleIndex {
  // By slot, in order of arrival. A replaced title leaves its slot dead: `items` has undefined there.
  const items: (PaperTitle | undefined)[] = [];
  const normalised: string[] = [];
  const slotOf = new Map<string, number>();
  // By word number.
  const words: string[] = [];
  const letters: number[] = [];
  const slotsOf: number[][] = [];
  const wordNumberOf = new Map<string, number>();

  function addOne(item: PaperTitle): void {
    const former = slotOf.get(item.paperId);
    if (former !== undefined) {
      if (items[former]?.title === item.title) return;
      items[former] = undefined;
    }
    const slot = items.length;
    const ofTitle = wordsOf(item.title);
    items.push(item);
    normalised.push(ofTitle.join(' '));
    slotOf.set(item.paperId, slot);
    for (const word of ofTitle) {
      let number = wordNumberOf.get(word);
      if (number === undefined) {
        number = words.length;
        wordNumberOf.set(word, number);
        words.push(word);
        letters.push(letterSet(word));
        slotsOf.push([]);
      }
      const slots = slotsOf[number] as number[];
      if (slots.at(-1) !== slot) slots.push(slot);
    }
  }

  /** Adds up in `sums` what each title's words are worth for the typed ones, and in `held` how many of those it holds. */
  function scoreWords(typed: readonly string[], withSlips: boolean): { sums: Uint16Array; held: Uint8Array } {
    const sums = new Uint16Array(items.length);
    const held = new Uint8Array(items.length);
    const lastTyped = new Uint8Array(items.length);
    typed.forEach((word, index) => {
      const isUnfinished = index === typed.length - 1;
      const byWorth = matchingWords(word, isUnfinished, withSlips);
      for (let worth = WORD; worth > 0; worth--) {
        for (const number of byWorth[worth] ?? []) {
          for (const slot of slotsOf[number] as number[]) {
            if (lastTyped[slot] === index + 1) continue;
            lastTyped[slot] = index + 1;
            sums[slot] = (sums[slot] as number) + worth;
            held[slot] = (held[slot] as number) + 1;
          }
        }
      }
    });
    return { sums, held };
  }

  /** The numbers of the words that a typed word may stand for, by their worth. */
  function matchingWords(typed: string, isUnfinished: boolean, withSlips: boolean): number[][] {
    const byWorth: number[][] = Array.from({ length: WORD + 1 }, () => []);
    const wanted = letterSet(typed);
    const slips = withSlips && typed.length >= MIN_SLIP_CHARS;
    for (let number = 0; number < words.length; number++) {
      const missing = wanted & ~(letters[number] as number);
      // One slip changes at most one letter; more than one bit set means more than one is missing.
      if (missing !== 0 && (!slips || (missing & (missing - 1)) !== 0)) continue;
      const word = words[number] as string;
      if (missing === 0 && word.startsWith(typed)) {
        (byWorth[word.length === typed.length ? WORD : WORD_START] as number[]).push(number);
      } else if (slips && isOneSlipAway(typed, word, false)) {
        (byWorth[WORD_WITH_SLIP] as number[]).push(number);
      } else if (slips && isUnfinished && isOneSlipAway(typed, word, true)) {
        (byWorth[WORD_START_WITH_SLIP] as number[]).push(number);
      }
    }
    return byWorth;
  }

  function findByWords(typed: readonly string[], withSlips: boolean, count: number): Ranked[] {
    const { sums, held } = scoreWords(typed, withSlips);
    // With slips a quarter of the words of a longer text may be missing: a pasted title is seldom quite the same.
    const needed = typed.length - (withSlips ? Math.floor(typed.length / 4) : 0);
    const phrase = typed.join(' ');
    const best: Ranked[] = [];
    for (let slot = items.length - 1; slot >= 0; slot--) {
      if ((held[slot] as number) < needed || !items[slot]) continue;
      const score = (sums[slot] as number) + phraseBonus(normalised[slot] as string, phrase);
      keepBest(best, { slot, score }, count);
    }
    return best;
  }

  function findById(typed: string, count: number): PaperTitle[] {
    const wanted = parseArxivId(typed) ?? typed;
    const found: PaperTitle[] = [];
    if (wanted.length < MIN_ID_CHARS) return found;
    for (let slot = items.length - 1; slot >= 0 && found.length < count; slot--) {
      const item = items[slot];
      if (item?.paperId.startsWith(wanted)) found.push(item);
    }
    return found;
  }

  return {
    add(added) {
      for (const item of added) addOne(item);
    },

    find(typed, count) {
      const text = typed.trim().slice(0, MAX_TYPED_CHARS);
      if (!text)
        return items
          .filter((item) => item !== undefined)
          .slice(-count)
          .reverse();
      const found = new Set(findById(text, count));
      const typedWords = wordsOf(text).slice(0, MAX_TYPED_WORDS);
      for (const withSlips of [false, true]) {
        if (typedWords.length === 0 || found.size >= count) break;
        for (const { slot } of findByWords(typedWords, withSlips, count)) {
          const item = items[slot];
          if (item && found.size < count) found.add(item);
        }
      }
      return [...found];
    },

    get size() {
      return slotOf.size;
    },
  };
}

interface Ranked {
  readonly slot: number;
  readonly score: number;
}

/** Keeps `best` sorted and at most `count` long; of equal scores the one that came first stays before. */
function keepBest(best: Ranked[], candidate: Ranked, count: number): void {
  if (best.length >= count && candidate.score <= (best.at(-1)?.score ?? 0)) return;
  let at = best.length;
  while (at > 0 && (best[at - 1] as Ranked).score < candidate.score) at--;
  best.splice(at, 0, candidate);
  if (best.length > count) best.pop();
}

function phraseBonus(title: string, phrase: string): number {
  if (title.startsWith(phrase)) return title.length === phrase.length ? EXACT_BONUS : STARTS_BONUS;
  return title.includes(` ${phrase}`) ? PHRASE_BONUS : 0;
}

// Scripts written without spaces count character by character, so that any part of a title finds it.
const WORD_PATTERN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}])+/gu;

/** The words of a text, lower case and without accents, in order. */
function wordsOf(text: string): string[] {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(WORD_PATTERN) ?? [];
}

/** The letters of a word as a set of 32 bits; different letters may share one. */
function letterSet(word: string): number {
  let set = 0;
  for (let i = 0; i < word.length; i++) set |= 1 << (word.charCodeAt(i) & 31);
  return set;
}
