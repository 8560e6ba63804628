/** Recognises queries for an author's papers, all of them or those on a topic. */

import { hasNoContentWords } from '../query/no-content-words.ts';
import type { Speller } from '../query/spelling.ts';
import type { SearchedWords } from '../searched-words.ts';
import { findNames, type KnownNames, nameAskedFor, PAPERS, wordsOfName } from './author-intent.ts';
import { correctNames, type NameMark } from './name-correction.ts';

export interface AuthorQuestion {
  /** In the form that a filter takes. */
  readonly author: string;
  /** The topic; undefined for all of their papers. */
  readonly topic: string | undefined;
  /** The whole query with the corrected name, if it was misspelt. */
  readonly corrected: string | undefined;
}

const ASKING = `(?:(?:all|any|new|newest|latest|recent|the|show|me|find|list|some|their|his|her|give|other|earlier) )*`;
const ON = '(?:on|about|regarding)';
const NAME = '(?<name>[^\\d:;]{2,60}?)';
const ET_AL_SAID = '(?:,? et al\\.?|,? and (?:others|colleagues|co-?authors|coworkers))';
const ET_AL = `${ET_AL_SAID}?`;

/** Patterns for somebody's papers on a topic, with both as groups. */
const FORMS = [
  // "papers by Bengio about attention", "recent work of Dettmers on quantization"
  new RegExp(`^${ASKING}${PAPERS} (?:by|of) ${NAME}${ET_AL} ${ON} (?<topic>.+)$`, 'i'),
  // "Yoshua Bengio on attention"; of one word, such as "SAM on images", it is as often a model
  new RegExp(`^(?<name>[^\\s\\d:;]+ [^\\d:;]{1,60}?) (?:${ASKING}${PAPERS} )?${ON} (?<topic>.+)$`, 'i'),
  // "Bengio's recent work on attention", "Bengio et al. on attention"
  new RegExp(`^${NAME}(?:${ET_AL_SAID}|['’]s?) (?:${ASKING}${PAPERS} )?${ON} (?<topic>.+)$`, 'i'),
  // "attention by Bengio", "papers on attention by Bengio"
  new RegExp(`^(?:${ASKING}${PAPERS} ${ON} )?(?<topic>.+) by (?<name>[^\\d:;]{2,60}?)${ET_AL}$`, 'i'),
];
// Thousands are called Li, and a word of two letters is usually something else.
const MIN_CHARS_OF_LONE_NAME = 3;
const IS_SAID = new RegExp(`^.*\\b(?:by|author:?) |^.*\\b${PAPERS} of `, 'i');
// A place or a company as often as a person.
const IS_FROM = /^(?:.* )?from /i;

/**
 * The author whose papers a query asks for; undefined for any other query. A name with a topic must be marked as such
 * ("attention by Bengio") and belong to somebody: "learning by doing" is a topic.
 */
export async function readAuthorQuestion(
  engine: SearchedWords,
  speller: Speller,
  typed: string,
): Promise<AuthorQuestion | undefined> {
  const text = typed.replace(/\s+/g, ' ').trim();
  const whole = nameAskedFor(text);
  const parts = FORMS.flatMap((form) => {
    const groups = form.exec(text)?.groups;
    return groups ? [{ name: groups.name ?? '', topic: groups.topic ?? '' }] : [];
  });
  const names = [whole, ...parts.map(({ name }) => name)];
  const known = await findNames(engine, [...names, ...names.flatMap(wordsOfName)]);
  if (known.has(whole)) return { author: whole, topic: undefined, corrected: undefined };
  const named = parts.find(({ name }) => isSomebody(speller, name, known));
  if (named) return { author: named.name, topic: orNothing(named.topic), corrected: undefined };
  if (IS_FROM.test(text)) return undefined;
  const mark: NameMark = whole !== text && IS_SAID.test(text) ? 'said' : 'guessed';
  const misspelt = [
    { text: whole, topic: undefined, mark },
    // With a topic, a single word is too little evidence.
    ...parts
      .filter(({ name }) => wordsOfName(name).length > 1)
      .map(({ name, topic }) => ({ text: name, topic: orNothing(topic), mark: 'guessed' as const })),
  ];
  const right = await correctNames(engine, speller, misspelt, known);
  for (const [i, { text: name, topic }] of misspelt.entries()) {
    const author = right[i];
    if (author !== undefined) return { author, topic, corrected: withName(text, name, author) };
  }
  return undefined;
}

/** True if it is written like an author's name, and not a topic whose words are names too. */
function isSomebody(speller: Speller, name: string, known: KnownNames): boolean {
  if (!known.has(name)) return false;
  const words = wordsOfName(name);
  if (words.length === 1 && name.length < MIN_CHARS_OF_LONE_NAME) return false;
  return (
    words.every((word) => /^\p{Lu}/u.test(word)) ||
    words.some((word) => !speller.isEnglish(word.toLowerCase()) && known.has(word))
  );
}

const orNothing = (topic: string): string | undefined => (hasNoContentWords(topic) ? undefined : topic);

/** The text with the corrected name. */
function withName(text: string, name: string, right: string): string {
  const at = text.lastIndexOf(name);
  return text.slice(0, at) + right + text.slice(at + name.length);
}
