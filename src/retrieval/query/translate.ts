/** Query translation: a query in another language, word by word in the papers' English. */
import { readBilingualLexicons, readGeneralWords, spacedWords } from './bilingual-lexicon.ts';
import { createEnglishCheck, readSpaced } from './translate-spaced.ts';
import { readUnspaced } from './translate-unspaced.ts';
import type { LexiconLanguage, Reading, Translation } from './translation.ts';

const HAS_CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAS_KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Returns undefined for English, and for languages without a lexicon. `isInDictionary` knows English words: a query is
 * foreign only if more words belong to that language than to English.
 */
export function createQueryTranslator(
  isInDictionary: (word: string) => boolean,
): (text: string) => Translation | undefined {
  const lexicons = once(readBilingualLexicons);
  const general = once(readGeneralWords);
  const english = once(() => createEnglishCheck(lexicons(), isInDictionary));
  return (text) => {
    // Most queries are in English: these need no lexicon.
    if (spacedWords(text).every((word) => isInDictionary(word.toLowerCase()))) return undefined;
    const readings: Reading[] = [];
    for (const lexicon of lexicons().filter(({ language }) => isLikely(language, text))) {
      const reading = lexicon.isSpaced
        ? readSpaced(lexicon, general(), text, english())
        : readUnspaced(lexicon, general(), text);
      if (reading) readings.push(reading);
    }
    return best(readings);
  };
}

/** By the script: kana are Japanese; Chinese characters alone may be either. */
function isLikely(language: LexiconLanguage, text: string): boolean {
  if (!HAS_CJK.test(text)) return language !== 'zh' && language !== 'ja';
  return language === 'ja' || (language === 'zh' && !HAS_KANA.test(text));
}

function once<T>(read: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: read() };
    return value.of;
  };
}

function best(readings: readonly Reading[]): Translation | undefined {
  const [first] = readings.toSorted((a, b) => b.coverage - a.coverage || b.ownWords - a.ownWords);
  return first && { language: first.language, english: first.english, coverage: first.coverage };
}
