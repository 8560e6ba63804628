/** Puts right the name of an author that nobody in the catalog has as it was typed. */
import type { Catalog, PaperFilter } from '../catalog/catalog.ts';
import { isAuthorName, wordsOfName } from './person.ts';
import { slipsBetween } from './slips.ts';
import { MIN_CHARS, MIN_CHARS_FOR_TWO_SLIPS, type Speller } from './spelling.ts';
import { withoutAccents } from './words.ts';

/**
 * How sure it is that a name was meant. `said`: the question says so, as “papers by …” does. `guessed`: it may as well be
 * a topic, so that no word of it may be one.
 */
export type NameMark = 'said' | 'guessed';

// A word alone that nobody has written is more often the name of a model or a data set, most of which are short.
// With one slip and with two.
const MIN_CHARS_OF_GUESS = [6, 10] as const;
const MAX_CANDIDATES = 10;

interface Candidate {
  /** In lower case and without accents. */
  readonly word: string;
  readonly slips: number;
}

/**
 * The text with its misspelt words as an author of the catalog writes them: one slip a word, two from eight letters on,
 * none in the first letter. Of several authors the one with the fewest slips, then the commonest. Undefined where there
 * is none, or where the words are rather a topic.
 */
export async function correctName(
  catalog: Catalog,
  speller: Speller,
  text: string,
  mark: NameMark,
): Promise<string | undefined> {
  const words = wordsOfName(text);
  if (words.length === 0) return undefined;
  const kinds = await kindsOf(catalog, speller, words);
  const [first = '', ...others] = words;
  if (others.length > 0) {
    if (mark === 'guessed' && (kinds.includes('word') || !kinds.includes('name'))) return undefined;
  } else if (kinds[0] !== 'unknown' || !(await mayBeName(catalog, speller, first, mark, 1))) return undefined;
  const choices: Candidate[][] = [];
  for (const [i, word] of words.entries()) {
    const asTyped = kinds[i] === 'unknown' ? [] : [{ word: plainWord(word), slips: 0 }];
    choices.push([...asTyped, ...(kinds[i] === 'word' ? [] : await nearNames(catalog, word))]);
  }
  for (const name of combinations(choices)) {
    const right = name.map(({ word }) => word);
    const slips = name.reduce((sum, each) => sum + each.slips, 0);
    const mayBe = others.length > 0 || (await mayBeName(catalog, speller, first, mark, slips));
    if (!mayBe || (others.length === 0 && !(await isAuthorName(catalog, right.join())))) continue;
    const written = await asWritten(catalog, right);
    if (written) return replaceWords(text, written);
  }
  return undefined;
}

/** The filter with the names put right that nobody here has as they were typed; the same one where there are none. */
export async function correctAuthors(
  catalog: Catalog,
  speller: Speller,
  filter: PaperFilter,
): Promise<PaperFilter> {
  const authors: string[] = [];
  for (const name of filter.authors) {
    const isKnown = (await catalog.newestPapers({ categories: [], authors: [name] }, 1)).length > 0;
    authors.push((isKnown ? undefined : await correctName(catalog, speller, name, 'said')) ?? name);
  }
  return authors.every((name, i) => name === filter.authors[i]) ? filter : { ...filter, authors };
}

/** What each word is by itself: a name before anything else, a word that papers hold or English has, or nothing known. */
async function kindsOf(
  catalog: Catalog,
  speller: Speller,
  words: readonly string[],
): Promise<('name' | 'word' | 'unknown')[]> {
  const counts = await catalog.countWords(words);
  const kinds: ('name' | 'word' | 'unknown')[] = [];
  for (const [i, word] of words.entries()) {
    const isUnknown = counts[i] === 0 && !speller.isEnglish(plainWord(word));
    kinds.push((await isAuthorName(catalog, word)) ? 'name' : isUnknown ? 'unknown' : 'word');
  }
  return kinds;
}

/** Whether a word alone may be a name with so many slips, and not rather a word that papers hold with as few. */
async function mayBeName(
  catalog: Catalog,
  speller: Speller,
  typed: string,
  mark: NameMark,
  slips: number,
): Promise<boolean> {
  const word = plainWord(typed);
  if (mark === 'guessed' && word.length < MIN_CHARS_OF_GUESS[slips > 1 ? 1 : 0]) return false;
  const near = speller.nearest(word);
  return near === undefined || near.slips > slips || (await isAuthorName(catalog, near.word));
}

/** The nearest words of authors' names, those with the fewest slips first, then the commonest. */
async function nearNames(catalog: Catalog, typed: string): Promise<Candidate[]> {
  const word = plainWord(typed);
  if (word.length < MIN_CHARS || !/^[a-z]+$/.test(word)) return [];
  const maxSlips = word.length >= MIN_CHARS_FOR_TWO_SLIPS ? 2 : 1;
  // Hardly anyone gets the first letter wrong.
  const known = await catalog.nameWords(word.slice(0, 1));
  return known
    .map((each) => ({ ...each, slips: slipsBetween(word, each.word, maxSlips) }))
    .filter(({ slips }) => slips > 0 && slips <= maxSlips)
    .sort((a, b) => a.slips - b.slips || b.papers - a.papers || b.word.length - a.word.length)
    .slice(0, MAX_CANDIDATES);
}

/** One choice a word, the fewest slips first; at least one slip in each. */
function combinations(choices: readonly (readonly Candidate[])[]): Candidate[][] {
  const all = choices.reduce<Candidate[][]>(
    (begun, ofWord) => begun.flatMap((name) => ofWord.map((candidate) => [...name, candidate])).slice(0, 100),
    [[]],
  );
  const slips = (name: readonly Candidate[]): number => name.reduce((sum, each) => sum + each.slips, 0);
  return all.filter((name) => slips(name) > 0).sort((a, b) => slips(a) - slips(b));
}

/** These words as an author who bears all of them writes them, with capitals and accents; undefined where nobody does. */
async function asWritten(catalog: Catalog, right: readonly string[]): Promise<string[] | undefined> {
  const [paperId] = await catalog.newestPapers({ categories: [], authors: [right.join(' ')] }, 1);
  const paper = paperId === undefined ? undefined : await catalog.getPaper(paperId);
  for (const author of paper?.authors ?? []) {
    const parts = author.match(/[\p{L}\p{M}]+/gu) ?? [];
    const written = right.map((word) => parts.find((part) => plainWord(part) === word));
    if (written.every((word) => word !== undefined)) return written;
  }
  return undefined;
}

/** Words that were right stay as they were typed. */
function replaceWords(text: string, written: readonly string[]): string {
  let at = 0;
  return text.replace(/[\p{L}\p{M}]+(?:[’'-][\p{L}\p{M}]+)*/gu, (word) => {
    const right = written[at] ?? word;
    at += 1;
    return plainWord(right) === plainWord(word) ? word : right;
  });
}

const plainWord = (word: string): string => withoutAccents(word).toLowerCase();
