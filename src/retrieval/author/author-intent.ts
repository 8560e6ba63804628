/** Recognises queries that are only a person's name. */
import type { SearchedWords } from '../searched-words.ts';

const MAX_NAME_WORDS = 4;
// A single word is a name if this many times more papers have it as an author than as a word ("wang", but not "song"),
// or if hardly any have it as a word ("bengio").
const TIMES_MORE = 100;
const FEW = 10;
// Enough that one of them has it as a family name.
const MIN_PAPERS = 10;

/** Words for somebody's publications, as part of a pattern. */
export const PAPERS = '(?:papers?|works?|articles?|publications?|research)';
const ASKING = new RegExp(
  `^(?:(?:(?:all|any|new|newest|latest|recent|the|show|me|find|list) )*${PAPERS} )?(?:by|from|of|author:?) (?=\\S)|(?:['’]s?)? (?:papers|work|works|publications|research)$|,? et al\\.?$`,
  'gi',
);

/** The text without the words that ask for somebody's papers: a name, if it asks for one. */
export const nameAskedFor = (text: string): string => text.replace(/\s+/g, ' ').trim().replace(ASKING, '');

/** The words of a possible name; none if it is too long for one, or has characters that no name has. */
export function wordsOfName(text: string): string[] {
  const words = text.match(/[\p{L}\p{M}]+(?:[’'-][\p{L}\p{M}]+)*/gu) ?? [];
  return words.length > MAX_NAME_WORDS || /[^\p{L}\p{M}\s.,’'-]/u.test(text) ? [] : words;
}

/** The names among some texts, each with papers by an author who has it, newest first. */
export type KnownNames = ReadonlyMap<string, readonly string[]>;

/** The authors' names among these texts; a single word must be mainly a name. At least ten papers each, or all. */
export async function findNames(
  { stores, lexical }: Pick<SearchedWords, 'stores' | 'lexical'>,
  texts: readonly string[],
): Promise<KnownNames> {
  const named = [...new Set(texts)].flatMap((name) => {
    const words = wordsOfName(name);
    // A single letter begins half of all names.
    return words.every((word) => word.length === 1) ? [] : [{ name, isSingle: words.length === 1 }];
  });
  const frequencies = await lexical.documentFrequencies(named.map(({ name }) => name));
  const lookups = named.flatMap(({ name, isSingle }, i) => {
    const needed = isSingle ? papersNeeded(frequencies[i] ?? 0) : 1;
    // More papers than any name has.
    return needed > lexical.size ? [] : [{ name, needed, limit: Math.max(needed, MIN_PAPERS) }];
  });
  if (lookups.length === 0) return new Map();
  const found = await stores.papers.ofAuthors(lookups);
  return new Map(
    lookups.flatMap(({ name, needed }, i) => {
      const { [i]: paperIds = [] } = found;
      return paperIds.length >= needed ? [[name, paperIds] as const] : [];
    }),
  );
}

/** The number of papers that make a word mainly a name, if so many papers hold it as a word. */
function papersNeeded(holding: number): number {
  const few = Math.max(1, holding);
  return holding <= FEW ? few : few * TIMES_MORE;
}
