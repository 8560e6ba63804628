/** Expands abbreviations in a query, and adds abbreviations of long forms. */

import type { Abbreviation } from '../../index/vocabulary/abbreviation-table.ts';
import { keyWords, longKey } from '../../text/abbreviations.ts';
import { isAllCaps } from '../../text/content-words.ts';
import { queryTerms } from '../lexical.ts';
import type { SearchedWords } from '../searched-words.ts';
import { fieldMeaning } from './field-abbreviations.ts';
import type { Speller } from './spelling.ts';

export interface Expansion {
  /** The query's own text: as typed for an abbreviation, else in lower case and singular. */
  readonly from: string;
  /** Its synonym as papers write it: a phrase such as `parameter-efficient fine-tuning`, or `PEFT`. */
  readonly to: string;
  /** The number of papers with that definition. */
  readonly papers: number;
  /** The words of `from`, as in a query. */
  readonly words: readonly string[];
}

const MAX_WORDS = 100;
const MAX_LONG_WORDS = 8;
// An abbreviation is unambiguous if most papers that define it agree, and enough of those that use it define it:
// hundreds use "PDF", of which few mean a probability density function.
const MIN_SHARE_OF_MEANINGS = 0.6;
const MIN_SHARE_EXPLAINED = 0.12;
const SHORT = /^[\p{L}\p{N}][\p{L}\p{N}+/.-]{1,10}$/u;

/** Synonyms to search besides the words of `text`; nothing that it already has. */
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
  const papersWith = new Map<string, number>();
  for (const [i, count] of (await engine.lexical.documentFrequencies(forms)).entries())
    papersWith.set(forms[i] ?? '', count);
  return typed.flatMap((from) => {
    const [meanings = []] = formsOf(from)
      .map((form) => known.filter(({ short }) => short.toLowerCase() === form.toLowerCase()))
      .sort((a, b) => (b[0]?.papers ?? -1) - (a[0]?.papers ?? -1));
    const isWritten = !isAllCaps(text) && /\p{Lu}.*\p{Lu}/u.test(from);
    if (!isWritten && isOrdinaryWord(speller, from, meanings)) return [];
    const meaning = unambiguous(
      meanings,
      Math.max(...formsOf(from).map((form) => papersWith.get(form) ?? 0)),
    );
    // "Dr. GRPO" isn't about DR, and YaRN isn't YARN.
    if (!meaning || (isMixedCase(from) && !formsOf(from).includes(meaning.short))) return [];
    const { long, papers } = meaning;
    return [{ from, to: long, papers, words: queryTerms(from) }];
  });
}

const isMixedCase = (word: string): boolean => {
  const singular = word.replace(/(?<=..)s$/, '');
  return /\p{Lu}/u.test(singular) && /\p{Ll}/u.test(singular);
};

/** The usual meaning of an abbreviation that no paper defines, if papers have that phrase. */
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

/** Possible stored forms of an abbreviation: LLM for LLMs and llms. */
function formsOf(token: string): string[] {
  return [token, token.replace(/(?<=..)s$/, '')];
}

/** True if more papers use it as a word, such as `fast` or `clip`, than define it. */
function isOrdinaryWord(speller: Speller, word: string, meanings: readonly Abbreviation[]): boolean {
  const explained = meanings.reduce((sum, { papers }) => sum + papers, 0);
  return speller.papersWith(word.toLowerCase()) > explained;
}

/** Abbreviations of the query's longest phrases that have one. */
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
  const shorts = known.map(({ short }) => short);
  const rivals = await engine.vocabulary.meaningsOf(shorts);
  const counts = await engine.lexical.documentFrequencies(shorts);
  const usual = known.filter(({ short, longKey: key }, i) => {
    const meanings = rivals.filter((rival) => rival.short.toLowerCase() === short.toLowerCase());
    const isUsual = unambiguous(meanings, counts[i] ?? 0)?.longKey === key;
    return isUsual && !isOrdinaryWord(speller, short, meanings);
  });
  const taken = new Set<number>();
  return phrases.flatMap(({ start, end, key }) => {
    const found = usual.find((each) => each.longKey === key);
    const places = Array.from({ length: end - start }, (_, i) => start + i);
    if (!found || places.some((place) => taken.has(place))) return [];
    for (const place of places) taken.add(place);
    const ofPhrase = words.slice(start, end);
    return [
      {
        from: ofPhrase.join(' '),
        to: found.short,
        papers: found.papers,
        words: ofPhrase,
      },
    ];
  });
}

/**
 * The dominant meaning of an abbreviation, given all of them, the most frequent first, and the number of papers that
 * use it.
 */
function unambiguous(meanings: readonly Abbreviation[], papersWith: number): Abbreviation | undefined {
  const [first] = meanings;
  const explained = meanings.reduce((sum, { papers }) => sum + papers, 0);
  if (!first || first.papers < MIN_SHARE_OF_MEANINGS * explained) return undefined;
  return first.papers === 0 || first.papers >= MIN_SHARE_EXPLAINED * papersWith ? first : undefined;
}
