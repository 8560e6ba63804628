/** Puts right the name of an author that nobody in the catalog has as it was typed. */
import { setImmediate } from 'node:timers/promises';
import type { PaperFilter } from '../../domain/filter.ts';
import { editDistance } from '../../text/edit-distance.ts';
import { withoutAccents } from '../../text/fold.ts';
import { MIN_CHARS, MIN_CHARS_FOR_TWO_EDITS, type Speller } from '../query/spelling.ts';
import type { SearchedWords } from '../searched-words.ts';
import { isAuthorName, wordsOfName } from './author-intent.ts';

/**
 * How sure it is that a name was meant. `said`: the question says so, as “papers by …” does. `guessed`: it may as well be
 * a topic, so that no word of it may be one.
 */
export type NameMark = 'said' | 'guessed';

// A word alone that nobody is called is more often the name of a model or a company, most of which are short.
const MIN_CHARS_OF_LONE = 6;
// From here on a word with another letter is still the same name, if what stands beside it is right: not Kong and Kang.
const MIN_CHARS_FOR_ANOTHER_LETTER = 6;
// With thousands of names that begin alike each is looked up in milliseconds, and all of them while others wait.
const MAX_NAMES = 2;
const MAX_CANDIDATES = 10;
const MAX_COMBINATIONS = 10;
// Enough that somebody among them has a family name for one.
const MAX_PAPERS = 10;

interface Candidate {
  /** In lower case and without accents. */
  readonly word: string;
  readonly edits: number;
}

/**
 * The text with its misspelt words as an author of the catalog writes them: one slip a word, two from eight letters on,
 * none in the first letter; of a word alone one letter missing, added or swapped with its neighbour. Of several authors
 * the one with the fewest slips, then the commonest. Undefined where there is none, where each word is somebody's name as
 * it stands, or where the words are rather a topic.
 */
export async function correctName(
  engine: SearchedWords,
  speller: Speller,
  text: string,
  mark: NameMark,
): Promise<string | undefined> {
  const words = wordsOfName(text);
  if (words.length === 0) return undefined;
  const unknown = await unknownOf(engine, speller, words);
  if (unknown.size === 0) return undefined;
  const isLone = words.length === 1;
  if (isLone && words.join().length < MIN_CHARS_OF_LONE) return undefined;
  if (!isLone && mark === 'guessed' && !(await areNames(engine, words, unknown))) return undefined;
  const choices: Candidate[][] = [];
  for (const word of words) {
    const asTyped = { word: plainWord(word), edits: 0 };
    choices.push(unknown.has(word) ? await nearNames(engine, word, isLone) : [asTyped]);
  }
  for (const name of likeliest(choices)) {
    await setImmediate();
    if (isLone && !(await mayBeLoneName(engine, speller, words, name))) continue;
    const written = await asWritten(
      engine,
      name.map(({ word }) => word),
    );
    if (written) return replaceWords(text, written);
  }
  return undefined;
}

/**
 * The filter with the names put right that nobody here has as they were typed; the same one where there are none, or
 * more than two: whoever types those asks about a library that isn't this one.
 */
export async function correctAuthors(
  engine: SearchedWords,
  speller: Speller,
  filter: PaperFilter,
): Promise<PaperFilter> {
  const right = new Map<string, string | undefined>();
  for (const name of new Set(filter.authors)) {
    await setImmediate();
    if (await isBorne(engine, name)) continue;
    if (right.size === MAX_NAMES) return filter;
    right.set(name, undefined);
  }
  for (const name of right.keys()) right.set(name, await correctName(engine, speller, name, 'said'));
  const authors = filter.authors.map((name) => right.get(name) ?? name);
  return authors.every((name, i) => name === filter.authors[i]) ? filter : { ...filter, authors };
}

/** The words that nothing is known of: nobody's name, and no word of papers or of English. */
async function unknownOf(
  engine: SearchedWords,
  speller: Speller,
  words: readonly string[],
): Promise<ReadonlySet<string>> {
  const counts = await engine.lexical.documentFrequencies(words);
  const unknown = new Set<string>();
  for (const [i, word] of words.entries()) {
    if (counts[i] === 0 && !speller.isEnglish(plainWord(word)) && !(await isBorne(engine, word)))
      unknown.add(word);
  }
  return unknown;
}

/** Whether there are words besides the unknown ones, and each is a name before it is anything else. */
async function areNames(
  engine: SearchedWords,
  words: readonly string[],
  unknown: ReadonlySet<string>,
): Promise<boolean> {
  const known = words.filter((word) => !unknown.has(word));
  for (const word of known) if (!(await isAuthorName(engine, word))) return false;
  return known.length > 0;
}

/** Whether somebody in the catalog has all these words in their name. */
const isBorne = async (engine: SearchedWords, name: string): Promise<boolean> =>
  (await engine.stores.papers.newest({ categories: [], authors: [name] }, 1)).length > 0;

/** Whether a word alone may be meant for this name, and not rather for a word that papers hold. */
async function mayBeLoneName(
  engine: SearchedWords,
  speller: Speller,
  [typed = '']: readonly string[],
  [meant]: readonly Candidate[],
): Promise<boolean> {
  const near = speller.nearest(plainWord(typed));
  if (near?.edits === 1 && !(await isAuthorName(engine, near.word))) return false;
  return meant !== undefined && isAuthorName(engine, meant.word);
}

/** The nearest words of authors' names, those with the fewest slips first, then the commonest. */
async function nearNames(engine: SearchedWords, typed: string, isLone: boolean): Promise<Candidate[]> {
  const word = plainWord(typed);
  if (word.length < MIN_CHARS || !/^[a-z]+$/.test(word)) return [];
  const maxSlips = !isLone && word.length >= MIN_CHARS_FOR_TWO_EDITS ? 2 : 1;
  // Hinton and Hilton are two people.
  const mayDiffer = !isLone && word.length >= MIN_CHARS_FOR_ANOTHER_LETTER;
  // Hardly anyone gets the first letter wrong.
  const known = await engine.stores.papers.authorNameWords(word.slice(0, 1));
  return known
    .map((each) => ({ ...each, edits: editDistance(word, each.word, maxSlips) }))
    .filter(
      (each) => each.edits > 0 && each.edits <= maxSlips && (mayDiffer || !hasAnotherLetter(word, each.word)),
    )
    .sort((a, b) => a.edits - b.edits || b.papers - a.papers || b.word.length - a.word.length)
    .slice(0, MAX_CANDIDATES);
}

/** Whether a word differs by a letter that is neither missing nor added nor swapped with its neighbour. */
function hasAnotherLetter(typed: string, known: string): boolean {
  return typed.length === known.length && [...typed].sort().join('') !== [...known].sort().join('');
}

/** One choice a word, the fewest slips first. */
function likeliest(choices: readonly (readonly Candidate[])[]): Candidate[][] {
  const edits = (name: readonly Candidate[]): number => name.reduce((sum, each) => sum + each.edits, 0);
  return choices.reduce<Candidate[][]>(
    (begun, ofWord) =>
      begun
        .flatMap((name) => ofWord.map((candidate) => [...name, candidate]))
        .sort((a, b) => edits(a) - edits(b))
        .slice(0, MAX_COMBINATIONS),
    [[]],
  );
}

/**
 * These words as an author who bears all of them writes them, with capitals and accents; undefined where nobody does. A
 * word alone is a family name: nobody is asked for by another.
 */
async function asWritten(engine: SearchedWords, right: readonly string[]): Promise<string[] | undefined> {
  const filter = { categories: [], authors: [right.join(' ')] };
  const papers = await engine.stores.papers.getMany(await engine.stores.papers.newest(filter, MAX_PAPERS));
  for (const author of papers.flatMap(({ authors }) => authors)) {
    const parts = author.match(/[\p{L}\p{M}]+/gu) ?? [];
    const asked = right.length === 1 ? parts.slice(-1) : parts;
    const written = right.map((word) => asked.find((part) => plainWord(part) === word));
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
