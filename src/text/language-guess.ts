/** Guesses the language of a short query from its script, its function words and its accents. */

/** ISO 639-1. */
export type QueryLanguage =
  | 'ar'
  | 'de'
  | 'es'
  | 'fr'
  | 'hi'
  | 'it'
  | 'ja'
  | 'ko'
  | 'nl'
  | 'pl'
  | 'pt'
  | 'ru'
  | 'tr'
  | 'uk'
  | 'zh';

const SCRIPTS: readonly (readonly [RegExp, QueryLanguage])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/[іїєґ]/iu, 'uk'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Devanagari}/u, 'hi'],
];

/** Function words that are hardly ever English words of a query. */
const FUNCTION_WORDS: Readonly<Partial<Record<QueryLanguage, string>>> = {
  de: 'der das dem den des und für mit bei von vom zum zur wie nicht ist sind ein eine einen einer eines auf aus über durch ohne gegen nach kann können wird werden welche welcher zu zwischen',
  es: 'el los las del y para por con una unos cómo como qué que entre sobre hacer sin desde se más',
  fr: 'le les des du et pour avec dans comment une aux sur sans entre quels quelles quel quelle est sont ne pas ce cette vers chez moins ou où',
  it: 'il lo gli dei delle della dello degli di per con una nel nella come che tra fra senza sono',
  nl: 'het een van voor met bij en hoe niet zijn naar uit over zonder wordt tussen',
  pl: 'jak dla na się nie jest czy przez oraz dużych sieci modeli uczenie',
  pt: 'os das dos da do para com uma em como não entre sobre sem por são',
  tr: 've bir için ile nasıl bu nedir olan gibi daha',
};

/** Letters that tell languages apart. */
const ACCENTS: Readonly<Partial<Record<QueryLanguage, RegExp>>> = {
  de: /[äöüß]/i,
  es: /[ñ¿¡áíóú]/i,
  fr: /[èêàçùœ]|\b[dlnsc][’'](?=\p{L})/iu,
  it: /[àèìòù]/i,
  pl: /[ąęłńśźż]/i,
  pt: /[ãõç]/i,
  tr: /[ğışç]/i,
};

const MIN_SCRIPT_SHARE = 0.4;

/**
 * The language a query is written in; undefined for English, and where nothing tells. `isEnglish` knows English words in
 * lower case. One foreign function word is enough only where no other word is English.
 */
export function guessLanguage(text: string, isEnglish: (word: string) => boolean): QueryLanguage | undefined {
  const letters = text.match(/\p{L}/gu) ?? [];
  const foreign = letters.filter((letter) => !/\p{Script=Latin}|\p{Script=Greek}/u.test(letter));
  if (foreign.length > 0 && foreign.length >= MIN_SCRIPT_SHARE * letters.length)
    return SCRIPTS.find(([script]) => script.test(foreign.join('')))?.[1];
  const words = text.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  const english = words.filter((word) => /^[a-z]+$/.test(word) && isEnglish(word)).length;
  let best: { language: QueryLanguage; evidence: number } | undefined;
  for (const [language, list = ''] of Object.entries(FUNCTION_WORDS) as [QueryLanguage, string][]) {
    const functionWords = new Set(list.split(' '));
    const held = words.filter((word) => functionWords.has(word)).length;
    const evidence = held + (ACCENTS[language]?.test(text) ? 1 : 0);
    if (evidence > (best?.evidence ?? 0)) best = { language, evidence };
  }
  if (!best) return undefined;
  const unknown = words.length - english;
  const isForeign = best.evidence >= 2 ? unknown >= english : unknown >= 2 && unknown > english;
  return isForeign ? best.language : undefined;
}
