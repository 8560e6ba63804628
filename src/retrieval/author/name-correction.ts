/** Corrects an author's name that nobody has as typed. */
import { setImmediate } from 'node:timers/promises';
import type { PaperFilter } from '../../domain/filter.ts';
import { editDistance } from '../../text/edit-distance.ts';
import { withoutAccents } from '../../text/fold.ts';
import { MIN_CHARS, MIN_CHARS_FOR_TWO_EDITS, type Speller } from '../query/spelling.ts';
import type { SearchedWords } from '../searched-words.ts';
import { isAuthorName, wordsOfName } from './author-intent.ts';

/**
 * The evidence that a name was meant. `said`: the query says so, as “papers by …” does. `guessed`: it may be a topic,
 * so none of its words may be one.
 */
export type NameMark = 'said' | 'guessed';

// A single unknown word is usually the name of a model or a company, most of which are short.
const MIN_CHARS_OF_LONE = 6;
// From this length on a substitution keeps the name recognisable, if the other words match: not Kong and Kang.
const MIN_CHARS_FOR_ANOTHER_LETTER = 6;
// With thousands of names with the same beginning each takes milliseconds, and all of them delay other people.
const MAX_NAMES = 2;
const MAX_CANDIDATES = 10;
const MAX_COMBINATIONS = 10;
// Enough that one of them has it as a family name.
const MAX_PAPERS = 10;

interface Candidate {
  /** In lower case and without accents. */
  readonly word: string;
  readonly edits: number;
}

/**
 * The text with misspelt words replaced by an author's: one edit per word, two from eight letters on, none in the first
 * letter; a single word may only miss, add or swap a letter. The fewest edits win, then the most frequent author.
 * Undefined if there is none, if each word is already a name, or if the words are rather a topic.
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
 * The filter with corrected names; unchanged if all are known, or if more than two are unknown: then the person means
 * another library.
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

/** The unknown words: in no name, no paper and no dictionary. */
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

/** True if there are other words too, and each is mainly a name. */
async function areNames(
  engine: SearchedWords,
  words: readonly string[],
  unknown: ReadonlySet<string>,
): Promise<boolean> {
  const known = words.filter((word) => !unknown.has(word));
  for (const word of known) if (!(await isAuthorName(engine, word))) return false;
  return known.length > 0;
}

/** True if somebody's name has all these words. */
const isBorne = async (engine: SearchedWords, name: string): Promise<boolean> =>
  (await engine.stores.papers.newest({ categories: [], authors: [name] }, 1)).length > 0;

/** True if a single word may mean this name, rather than a word of the papers. */
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

/** The nearest words of authors' names, by edits, then by frequency. */
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

/** True if the words differ by a substitution. */
function hasAnotherLetter(typed: string, known: string): boolean {
  return typed.length === known.length && [...typed].sort().join('') !== [...known].sort().join('');
}

/** One candidate per word, the fewest edits first. */
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
 * These words in the spelling of an author who has all of them; undefined if nobody does. A single word is a family
 * name, because people use no other alone.
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

/** Correct words stay as typed. */
function replaceWords(text: string, written: readonly string[]): string {
  let at = 0;
  return text.replace(/[\p{L}\p{M}]+(?:[’'-][\p{L}\p{M}]+)*/gu, (word) => {
    const right = written[at] ?? word;
    at += 1;
    return plainWord(right) === plainWord(word) ? word : right;
  });
}

const plainWord = (word: string): string => withoutAccents(word).toLowerCase();
