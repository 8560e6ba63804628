/** Adds what abbreviations in a question stand for, and abbreviations for what is written out. */

import type { Abbreviation } from '../../index/vocabulary/abbreviation-table.ts';
import { keyWords, longKey } from '../../text/abbreviations.ts';
import { isAllCaps } from '../../text/content-words.ts';
import type { SearchedWords } from '../searched-words.ts';
import { fieldMeaning } from './field-abbreviations.ts';
import type { Speller } from './spelling.ts';

export interface Expansion {
  /** What stands in the question: as typed if it is an abbreviation, else in lower case and the singular. */
  readonly from: string;
  /** What it is also called, as papers write it: a phrase such as `parameter-efficient fine-tuning`, or `PEFT`. */
  readonly to: string;
  /** How many papers explain it so. */
  readonly papers: number;
}

const MAX_WORDS = 100;
const MAX_LONG_WORDS = 8;
const MAX_MEANINGS = 2;
// A second meaning counts where it is at least this share of the first, and what is written out gets its abbreviation
// where that mostly stands for it.
const MIN_SHARE_OF_FIRST = 0.25;
const MIN_SHARE_OF_ALL = 0.5;
const SHORT = /^[\p{L}\p{N}][\p{L}\p{N}+/.-]{1,10}$/u;

/** What to look for besides the words of `text`, which a person typed; nothing that stands in it already. */
export async function expandAbbreviations(
  engine: SearchedWords,
  speller: Speller,
  text: string,
): Promise<Expansion[]> {
  const words = keyWords(text).slice(0, MAX_WORDS);
  const asked = words.join('');
  const expansions = [
    ...(await meaningsIn(engine, speller, text)),
    ...(await abbreviationsIn(engine, speller, words)),
  ];
  return expansions.filter(({ from, to }) =>
    /\s/.test(from) ? !words.includes(longKey(to)) : !asked.includes(longKey(to)),
  );
}

async function meaningsIn(engine: SearchedWords, speller: Speller, text: string): Promise<Expansion[]> {
  const tokens = text
    .split(/[\s,;:!?()[\]"'“”]+/, MAX_WORDS)
    .map((token) => token.replace(/\.+$/, ''))
    .filter((token) => SHORT.test(token));
  const typed = [...new Set(tokens)];
  const forms = [...new Set(typed.flatMap(formsOf))];
  const learned = await engine.vocabulary.meaningsOf(forms);
  const known = [...learned, ...(await meaningsOfTheField(engine, forms, learned))];
  return typed.flatMap((from) => {
    const [meanings = []] = formsOf(from)
      .map((form) => known.filter(({ short }) => short.toLowerCase() === form.toLowerCase()))
      .sort((a, b) => (b[0]?.papers ?? -1) - (a[0]?.papers ?? -1));
    const isWritten = !isAllCaps(text) && /\p{Lu}.*\p{Lu}/u.test(from);
    if (!isWritten && isOrdinaryWord(speller, from, meanings)) return [];
    return commonest(meanings).map(({ long, papers }) => ({ from, to: long, papers }));
  });
}

/** Where no paper explains an abbreviation, what it commonly stands for, if papers hold that. */
async function meaningsOfTheField(
  engine: SearchedWords,
  shorts: readonly string[],
  learned: readonly Abbreviation[],
): Promise<Abbreviation[]> {
  const explained = new Set(learned.map(({ short }) => short.toLowerCase()));
  const found: Abbreviation[] = [];
  for (const short of shorts) {
    const long = explained.has(short.toLowerCase()) ? undefined : fieldMeaning(short);
    const isHeld = long && (await engine.lexical.search([long], 1)).length > 0;
    if (isHeld) found.push({ short, long, longKey: longKey(long), papers: 0 });
  }
  return found;
}

/** An abbreviation as it may be kept: LLMs as LLM, and so may llms. */
function formsOf(token: string): string[] {
  return [token, token.replace(/(?<=..)s$/, '')];
}

/** Whether more papers use it as a word, such as `fast` or `clip`, than explain it. */
function isOrdinaryWord(speller: Speller, word: string, meanings: readonly Abbreviation[]): boolean {
  const explained = meanings.reduce((sum, { papers }) => sum + papers, 0);
  return speller.papersWith(word.toLowerCase()) > explained;
}

/** For the longest phrases of the question that have an abbreviation. */
async function abbreviationsIn(
  engine: SearchedWords,
  speller: Speller,
  words: readonly string[],
): Promise<Expansion[]> {
  const phrases: { start: number; end: number; key: string }[] = [];
  for (let length = Math.min(MAX_LONG_WORDS, words.length); length >= 2; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      phrases.push({ start, end: start + length, key: words.slice(start, start + length).join('') });
    }
  }
  const known = await engine.vocabulary.abbreviationsOf(phrases.map(({ key }) => key));
  if (known.length === 0) return [];
  const rivals = await engine.vocabulary.meaningsOf(known.map(({ short }) => short));
  const usual = known.filter(({ short, papers }) => {
    const meanings = rivals.filter((rival) => rival.short.toLowerCase() === short.toLowerCase());
    const explained = meanings.reduce((sum, each) => sum + each.papers, 0);
    return papers >= MIN_SHARE_OF_ALL * explained && !isOrdinaryWord(speller, short, meanings);
  });
  const taken = new Set<number>();
  return phrases.flatMap(({ start, end, key }) => {
    const found = commonest(usual.filter((each) => each.longKey === key));
    const places = Array.from({ length: end - start }, (_, i) => start + i);
    if (found.length === 0 || places.some((place) => taken.has(place))) return [];
    for (const place of places) taken.add(place);
    return found.map(({ short, papers }) => ({ from: words.slice(start, end).join(' '), to: short, papers }));
  });
}

/** At most two, those seen once only where there is no other. */
function commonest(found: readonly Abbreviation[]): Abbreviation[] {
  const [first] = found;
  if (!first || (first.papers === 1 && found.length > 1)) return [];
  const others = found
    .slice(1)
    .filter(({ papers }) => papers > 1 && papers >= MIN_SHARE_OF_FIRST * first.papers);
  return [first, ...others].slice(0, MAX_MEANINGS);
}
