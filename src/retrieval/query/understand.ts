/** Understands a query's text: corrected spelling, and synonyms. */

import type { Synonym } from '../../index/lexical/lexical-index.ts';
import { guessLanguage, type QueryLanguage } from '../../text/language-guess.ts';
import { spellingVariants } from '../../text/spelling-variants.ts';
import { isStopWord } from '../../text/stop-words.ts';
import { queryTerms } from '../lexical.ts';
import type { RankingOptions } from '../ranking-options.ts';
import type { SearchedWords } from '../searched-words.ts';
import { compoundSynonyms } from './compounds.ts';
import { expandAbbreviations } from './expand.ts';
import { applyCorrections, correctWords } from './spelling.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface UnderstoodText {
  /** In its searched form. */
  readonly text: string;
  /** The distinct content words in the papers' usual spelling; all words if there are none. */
  readonly words: readonly string[];
  readonly synonyms: readonly Synonym[];
  /** The text in the usual spelling. */
  readonly embedded: string;
  /** The corrected text, if it had typos. */
  readonly corrected: string | undefined;
  /** Undefined for English. */
  readonly language: QueryLanguage | undefined;
}

type Known = SearchedWords & { readonly vocabulary: Vocabulary };

/** `isExact` for a pasted text or a whole title, which is neither corrected nor expanded. */
export async function understandText(
  engine: Known,
  typed: string,
  isExact: boolean,
  { synonymWeight, maxWordsExpanded }: Pick<RankingOptions, 'synonymWeight' | 'maxWordsExpanded'>,
): Promise<UnderstoodText> {
  const { speller } = engine.vocabulary;
  if (isExact) {
    const words = contentWords(typed);
    return { text: typed, words, synonyms: [], embedded: typed, corrected: undefined, language: undefined };
  }
  const language = guessLanguage(typed, speller.isEnglish);
  const corrections = language === undefined ? await correctWords(engine, speller, typed) : [];
  const right = applyCorrections(typed, corrections);
  const spelt = await usualSpelling(engine, contentWords(right));
  const isShort = queryTerms(right).length <= maxWordsExpanded;
  const expansions = isShort ? await expandAbbreviations(engine, speller, right) : [];
  const { words } = spelt;
  return {
    text: right,
    words,
    synonyms: [
      ...expansions.map(({ words: of, to }) => ({ of, term: to, weight: synonymWeight })),
      ...corrections.filter(({ isSure }) => !isSure).map(({ from, to }) => sameWord(to, from)),
      ...spelt.synonyms,
      ...(isShort ? await compoundSynonyms(engine, words, synonymWeight) : []),
    ],
    embedded: replaceWords(right, spelt.usual),
    corrected: corrections.length > 0 ? right : undefined,
    language,
  };
}

/** The distinct content words of a text, or all words if there are none. */
export function contentWords(text: string): string[] {
  const all = queryTerms(text);
  const content = all.filter((word) => !isStopWord(word));
  return content.length > 0 ? content : all;
}

const sameWord = (usual: string, other: string): Synonym => ({ of: [usual], term: other, weight: 1 });

/** Each word in the spelling, British or American, that more papers have, the other one as its synonym. */
async function usualSpelling(
  engine: SearchedWords,
  words: readonly string[],
): Promise<{ words: string[]; synonyms: Synonym[]; usual: ReadonlyMap<string, string> }> {
  const variants = words.flatMap((word) => spellingVariants(word).map((variant) => ({ word, variant })));
  const counts = await engine.lexical.documentFrequencies([
    ...words,
    ...variants.map(({ variant }) => variant),
  ]);
  const usual = new Map<string, string>();
  const synonyms: Synonym[] = [];
  const ofWord = new Map(words.map((word, i) => [word, counts[i] ?? 0]));
  for (const [i, { word, variant }] of variants.entries()) {
    const papers = counts[words.length + i] ?? 0;
    if (papers === 0 || usual.has(word)) continue;
    const typed = ofWord.get(word) ?? 0;
    if (papers > typed) usual.set(word, variant);
    const [common, other] = papers > typed ? [variant, word] : [word, variant];
    synonyms.push(sameWord(common, other));
  }
  return { words: words.map((word) => usual.get(word) ?? word), synonyms, usual };
}

const replaceWords = (text: string, by: ReadonlyMap<string, string>): string =>
  by.size === 0 ? text : text.replace(/[\p{L}\p{N}\p{M}]+/gu, (word) => by.get(word.toLowerCase()) ?? word);
