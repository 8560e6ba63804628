/** Corrects an author's name that nobody has as typed. */
import type { PaperFilter } from '../../domain/filter.ts';
import { editDistance } from '../../text/edit-distance.ts';
import { withoutAccents } from '../../text/fold.ts';
import { MIN_CHARS, MIN_CHARS_FOR_TWO_EDITS, type Speller } from '../query/spelling.ts';
import type { SearchedWords } from '../searched-words.ts';
import { findNames, type KnownNames, wordsOfName } from './author-intent.ts';

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

export interface MisspeltName {
  readonly text: string;
  readonly mark: NameMark;
}

/** A name with words that nobody has, and the names that may have been meant, the likeliest first. */
interface Misspelling {
  readonly text: string;
  readonly words: readonly string[];
  readonly choices: readonly (readonly Candidate[])[];
}

/**
 * Each text with misspelt words replaced by an author's: one edit per word, two from eight letters on, none in the first
 * letter; a single word may only miss, add or swap a letter. The fewest edits win, then the most frequent author.
 * Undefined if there is none, if each word is already a name, or if the words are rather a topic. `known` has the texts'
 * words that are names.
 */
export async function correctNames(
  engine: SearchedWords,
  speller: Speller,
  names: readonly MisspeltName[],
  known: KnownNames,
): Promise<(string | undefined)[]> {
  const misspelt = await findMisspelt(engine, speller, names, known);
  if (misspelt.every((each) => each === undefined)) return names.map(() => undefined);
  const lookups = misspelt.flatMap((each) => (each ? namesToLookUp(speller, each) : []));
  const found = await findNames(engine, lookups);
  const paperIds = [...found.values()].flatMap((ids) => ids.slice(0, MAX_PAPERS));
  const papers = new Map((await engine.stores.papers.getMany(paperIds)).map((paper) => [paper.id, paper]));
  const authorsOf = (name: string): string[] =>
    (found.get(name) ?? []).slice(0, MAX_PAPERS).flatMap((id) => papers.get(id)?.authors ?? []);
  return misspelt.map((each) => each && correctedName(speller, each, found, authorsOf));
}

/** For each name its misspelling; undefined if it has none, or is rather a topic. */
async function findMisspelt(
  engine: SearchedWords,
  speller: Speller,
  names: readonly MisspeltName[],
  known: KnownNames,
): Promise<(Misspelling | undefined)[]> {
  const worded = names.map((name) => ({ ...name, words: wordsOfName(name.text) }));
  const all = [...new Set(worded.flatMap(({ words }) => words))];
  const frequencies = await engine.lexical.documentFrequencies(all);
  // In no name, no paper and no dictionary.
  const unknown = new Set(
    all.filter((word, i) => frequencies[i] === 0 && !speller.isEnglish(plainWord(word)) && !known.has(word)),
  );
  const isMisspelt = worded.map(({ words, mark }) => {
    const others = words.filter((word) => !unknown.has(word));
    if (others.length === words.length) return false;
    if (words.length === 1) return words.join().length >= MIN_CHARS_OF_LONE;
    return mark === 'said' || (others.length > 0 && others.every((word) => known.has(word)));
  });
  const asked = worded.flatMap(({ words }, i) =>
    isMisspelt[i] ? words.filter((word) => unknown.has(word)) : [],
  );
  const nearTo = await nearNames(engine, asked);
  return worded.map(({ text, words }, i) => {
    if (!isMisspelt[i]) return undefined;
    const choices = words.map((word) =>
      unknown.has(word) ? nearTo(word, words.length === 1) : [{ word: plainWord(word), edits: 0 }],
    );
    return { text, words, choices: likeliest(choices) };
  });
}

/** The names whose papers decide which one was meant. */
function namesToLookUp(speller: Speller, { words, choices }: Misspelling): string[] {
  const right = choices.map(nameOf);
  const [typed = ''] = words;
  const near = words.length === 1 ? speller.nearest(plainWord(typed)) : undefined;
  return near?.edits === 1 ? [near.word, ...right] : right;
}

const nameOf = (choice: readonly Candidate[]): string => choice.map(({ word }) => word).join(' ');

function correctedName(
  speller: Speller,
  { text, words, choices }: Misspelling,
  found: KnownNames,
  authorsOf: (name: string) => readonly string[],
): string | undefined {
  const [typed = ''] = words;
  const near = words.length === 1 ? speller.nearest(plainWord(typed)) : undefined;
  // The typo of a word of the papers, rather than of a name.
  if (near?.edits === 1 && !found.has(near.word)) return undefined;
  for (const choice of choices) {
    const written = asWritten(
      authorsOf(nameOf(choice)),
      choice.map(({ word }) => word),
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
  const asked = [...new Set(filter.authors)];
  const all = [...new Set([...asked, ...asked.flatMap(wordsOfName)])];
  const found = await engine.stores.papers.ofAuthors(all.map((name) => ({ name, limit: 1 })));
  const known = new Map(all.flatMap((name, i) => (found[i]?.length ? [[name, found[i]] as const] : [])));
  const misspelt = asked.filter((name) => !known.has(name));
  if (misspelt.length === 0 || misspelt.length > MAX_NAMES) return filter;
  const marked = misspelt.map((text) => ({ text, mark: 'said' as const }));
  const right = await correctNames(engine, speller, marked, known);
  const correctionOf = new Map(misspelt.map((name, i) => [name, right[i]]));
  const authors = filter.authors.map((name) => correctionOf.get(name) ?? name);
  return authors.every((name, i) => name === filter.authors[i]) ? filter : { ...filter, authors };
}

/** Returns the nearest words of authors' names, by edits, then by frequency. */
async function nearNames(
  engine: SearchedWords,
  unknown: readonly string[],
): Promise<(word: string, isLone: boolean) => Candidate[]> {
  const readable = unknown.map(plainWord).filter((word) => word.length >= MIN_CHARS && /^[a-z]+$/.test(word));
  // Hardly anyone gets the first letter wrong.
  const prefixes = [...new Set(readable.map((word) => word.slice(0, 1)))];
  const names = prefixes.length > 0 ? await engine.stores.papers.authorNameWords(prefixes) : [];
  return (typed, isLone) => {
    const word = plainWord(typed);
    if (!readable.includes(word)) return [];
    const maxEdits = !isLone && word.length >= MIN_CHARS_FOR_TWO_EDITS ? 2 : 1;
    // Hinton and Hilton are two people.
    const mayDiffer = !isLone && word.length >= MIN_CHARS_FOR_ANOTHER_LETTER;
    return names
      .filter((each) => each.word.startsWith(word.slice(0, 1)))
      .map((each) => ({ ...each, edits: editDistance(word, each.word, maxEdits) }))
      .filter(
        (each) =>
          each.edits > 0 && each.edits <= maxEdits && (mayDiffer || !hasAnotherLetter(word, each.word)),
      )
      .sort((a, b) => a.edits - b.edits || b.papers - a.papers || b.word.length - a.word.length)
      .slice(0, MAX_CANDIDATES);
  };
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
function asWritten(authors: readonly string[], right: readonly string[]): string[] | undefined {
  for (const author of authors) {
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
