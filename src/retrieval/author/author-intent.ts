/** Recognises queries that are only a person's name. */
import type { SearchedWords } from '../searched-words.ts';

const MAX_NAME_WORDS = 4;
// A single word is a name if this many times more papers have it as an author than as a word ("wang", but not "song"),
// or if hardly any have it as a word ("bengio").
const TIMES_MORE = 100;
const FEW = 10;

/** Words for somebody's publications, as part of a pattern. */
export const PAPERS = '(?:papers?|works?|articles?|publications?|research)';
const ASKING = new RegExp(
  `^(?:(?:(?:all|any|new|newest|latest|recent|the|show|me|find|list) )*${PAPERS} )?(?:by|from|of|author:?) (?=\\S)|(?:['’]s?)? (?:papers|work|works|publications|research)$|,? et al\\.?$`,
  'gi',
);

/**
 * The known author whom a query names, if it asks for nothing else: "Yoshua Bengio", "papers by bengio", "Bengio's
 * work", "Bengio et al.".
 */
export async function findAuthor(engine: SearchedWords, text: string): Promise<string | undefined> {
  const name = nameAskedFor(text);
  return (await isAuthorName(engine, name)) ? name : undefined;
}

/** The text without the words that ask for somebody's papers: a name, if it asks for one. */
export const nameAskedFor = (text: string): string => text.replace(/\s+/g, ' ').trim().replace(ASKING, '');

/** The words of a possible name; none if it is too long for one, or has characters that no name has. */
export function wordsOfName(text: string): string[] {
  const words = text.match(/[\p{L}\p{M}]+(?:[’'-][\p{L}\p{M}]+)*/gu) ?? [];
  return words.length > MAX_NAME_WORDS || /[^\p{L}\p{M}\s.,’'-]/u.test(text) ? [] : words;
}

/** True if an author has this name; a single word must be mainly a name. */
export async function isAuthorName(engine: SearchedWords, text: string): Promise<boolean> {
  const words = wordsOfName(text);
  if (words.length === 0) return false;
  // A single letter begins half of all names.
  if (words.every((word) => word.length === 1)) return false;
  const filter = { categories: [], authors: [text] };
  const [single] = words;
  if (words.length > 1 || single === undefined)
    return (await engine.stores.papers.newest(filter, 1)).length > 0;
  const [holding = 0] = await engine.lexical.documentFrequencies([single]);
  const few = Math.max(1, holding);
  const needed = holding <= FEW ? few : few * TIMES_MORE;
  // More papers than any name has.
  if (needed > (await engine.stores.papers.count())) return false;
  return (await engine.stores.papers.newest(filter, needed)).length === needed;
}
