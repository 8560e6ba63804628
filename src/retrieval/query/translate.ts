/** Query translation: a question in another language put into the English that papers are written in, word by word. */
import {
  type BilingualLexicon,
  type LexiconLanguage,
  readBilingualLexicons,
  readGeneralWords,
} from './bilingual-lexicon.ts';
import { createEnglishCheck, readSpaced } from './translate-spaced.ts';
import { readUnspaced } from './translate-unspaced.ts';

export interface Translation {
  readonly language: LexiconLanguage;
  readonly english: string;
  /** Share of the content words, or of the letters where there are no spaces, that were understood. */
  readonly coverage: number;
}

const HAS_CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAS_KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Gives undefined for English, and for languages without a lexicon. `isInDictionary` knows English words: a question is only
 * taken for another language's where more of its words are that language's than English.
 */
export function createQueryTranslator(
  isInDictionary: (word: string) => boolean,
): (text: string) => Translation | undefined {
  let lexicons: readonly BilingualLexicon[] | undefined;
  let general: ReadonlyMap<string, string> | undefined;
  let english: ReturnType<typeof createEnglishCheck> | undefined;
  return (text) => {
    lexicons ??= readBilingualLexicons();
    general ??= readGeneralWords();
    if (HAS_CJK.test(text)) {
      // Kana are Japanese, kanji alone may be Chinese too.
      const likely = lexicons.filter(
        ({ language }) => language === 'ja' || (language === 'zh' && !HAS_KANA.test(text)),
      );
      return best(likely.map((lexicon) => readUnspaced(lexicon, general ?? new Map(), text)));
    }
    english ??= createEnglishCheck(lexicons, isInDictionary);
    const readings: (Translation & { readonly ownWords: number })[] = [];
    for (const lexicon of lexicons) {
      const reading = lexicon.isSpaced ? readSpaced(lexicon, general, text, english) : undefined;
      if (reading) readings.push(reading);
    }
    return best(readings);
  };
}

function best(readings: readonly (Translation & { readonly ownWords: number })[]): Translation | undefined {
  const [first] = readings.toSorted((a, b) => b.coverage - a.coverage || b.ownWords - a.ownWords);
  return first && { language: first.language, english: first.english, coverage: first.coverage };
}
