/** Query translation from languages that write spaces between words. */
import { editDistance } from '../../text/edit-distance.ts';
import { isStopWord } from '../../text/stop-words.ts';
import { type BilingualLexicon, foldWord, keyOf, spacedWords, type Term } from './bilingual-lexicon.ts';
import { decompound, endingDistance, nearestTerm } from './decompound.ts';
import { isFunctionWord } from './function-words.ts';
import type { Reading } from './translation.ts';

export interface EnglishCheck {
  isEnglish(word: string): boolean;
  /** True if a word may be a misspelt English one. */
  isNearEnglish(word: string): boolean;
}

interface Word {
  readonly written: string;
  readonly folded: string;
  /** Set if its accents aren't English either. */
  readonly isEnglish: boolean;
}

// Two edits in a shorter word may make it another one.
const LONG_WORD = 8;
const isAscii = (word: string): boolean => !/\P{ASCII}/u.test(word);
// “ControlFusion”, “GPT-4”: names, whatever their parts mean.
const isName = (written: string): boolean =>
  /\p{Lu}|\p{N}/u.test(written.slice(1)) || /^\p{N}/u.test(written);

/** English words are the dictionary's and those of English terms: no dictionary has “inpainting”. */
export function createEnglishCheck(
  lexicons: readonly BilingualLexicon[],
  isInDictionary: (word: string) => boolean,
): EnglishCheck {
  const own = new Set<string>();
  for (const { terms } of lexicons)
    for (const { english } of [...terms.values()].flat())
      for (const word of spacedWords(english.toLowerCase())) own.add(word);
  const words = [...own];
  return {
    isEnglish: (word) =>
      isInDictionary(word) || isStopWord(word) || own.has(word) || own.has(word.replace(/s$/, '')),
    isNearEnglish(word) {
      const most = word.length >= LONG_WORD ? 2 : 1;
      return words.some((each) => editDistance(word, each, most) <= most);
    },
  };
}

/** Undefined if fewer words belong to the language than to English, or than half of all. */
export function readSpaced(
  lexicon: BilingualLexicon,
  general: ReadonlyMap<string, string>,
  text: string,
  english: EnglishCheck,
): Reading | undefined {
  const { language } = lexicon;
  // Single letters are initials in English, and the rest of elided words in French.
  const words = spacedWords(text.normalize('NFC')).filter((word) => word.length > 1 || /\p{N}/u.test(word));
  const all = words.map((written): Word => {
    const folded = foldWord(written);
    return { written, folded, isEnglish: isAscii(written) && english.isEnglish(folded) };
  });
  const content = all.filter(({ folded }) => !isFunctionWord(language, folded));
  // Words of both languages decide nothing.
  const functionWords = all.filter((word) => !content.includes(word));
  let ownWords = functionWords.filter((word) => !word.isEnglish).length;
  let sharedWords = functionWords.length - ownWords;
  let englishOnly = 0;
  let understood = 0;
  const translated: string[] = [];
  for (let at = 0; at < content.length; ) {
    const word = content[at] as Word;
    const term = findTerm(lexicon, content.slice(at));
    const length = term?.words.length ?? 1;
    const parts =
      term || word.isEnglish || isName(word.written) || language !== 'de'
        ? undefined
        : decompound(word.folded, lexicon, english.isEnglish);
    const meaning =
      term?.english ?? parts?.english ?? (word.isEnglish ? undefined : general.get(word.folded));
    for (const [i, own] of (term?.words ?? []).entries()) {
      if (isOwn(content[at + i] as Word, own, english)) ownWords++;
      else sharedWords++;
    }
    if (parts?.isOwn) ownWords++;
    else if (parts) sharedWords++;
    if (meaning !== undefined || word.isEnglish || isName(word.written)) understood += length;
    if (!term && word.isEnglish && !nearestTerm(lexicon, word.folded)) englishOnly++;
    else if (!term && word.isEnglish) sharedWords++;
    translated.push(meaning ?? word.written);
    at += length;
  }
  const others = all.length - ownWords - sharedWords;
  if (content.length === 0 || ownWords <= englishOnly || ownWords + sharedWords <= others) return undefined;
  return { language, english: translated.join(' '), coverage: understood / content.length, ownWords };
}

/** A word that only resembles a term's may be a misspelt English one. */
const isOwn = (
  { written, folded, isEnglish }: Word,
  term: string,
  { isNearEnglish }: EnglishCheck,
): boolean =>
  !isEnglish && (folded === term || (!isName(written) && (!isAscii(written) || !isNearEnglish(folded))));

/**
 * The longest term at the beginning of the words, inflected or not; for one English word or name only an exact match.
 */
function findTerm({ terms }: BilingualLexicon, words: readonly Word[]): Term | undefined {
  const [first] = words;
  if (!first) return undefined;
  const isFixed = first.isEnglish || isName(first.written);
  let nearest: Term | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const term of terms.get(keyOf(first.folded, true)) ?? []) {
    if (nearest && term.words.length < nearest.words.length) break;
    let own = 0;
    for (const [i, word] of term.words.entries()) own += endingDistance(words[i]?.folded ?? '', word);
    if (own < distance && !(own > 0 && isFixed && term.words.length === 1)) [nearest, distance] = [term, own];
  }
  return nearest;
}
