/** Lexical overlap: the share of a model's words that the paper supports. */
import { isStopWord } from '../text/stop-words.ts';
import type { Analysis } from './analysis.ts';
import { memoise } from './memo.ts';
import { matchesOf, type Premise } from './premise.ts';
import type { PartOfSpeech } from './tagger.ts';
import type { Word } from './word.ts';
import { isOwn } from './word-match.ts';

const MIN_WORDS = 3;
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)?/gu;

/** True if it ends like a sentence, and has more than a word or two. Thai and Lao have no end mark. */
export function isWholeSentence(text: string): boolean {
  const ends = /(?:[.!?…]|\p{Sentence_Terminal}|[\p{Script=Thai}\p{Script=Lao}])[\p{Pe}\p{Pf}"']*$/u.test(
    text,
  );
  const words = text.match(WORD) ?? [];
  // Text without spaces counts as one such word.
  return (
    ends &&
    (words.length >= MIN_WORDS ||
      words.some((word) => word.length > 20 || /[^\p{Script=Latin}]{6}/u.test(word)))
  );
}

/**
 * True if another sentence begins in the middle, as in "more money / We propose": a function word with a capital that
 * the papers don't have.
 */
export function hasSplice(text: string, papers: string): boolean {
  for (const [pair, before = '', word = ''] of text.matchAll(
    /(\S+)\s+(?=(\p{Lu}[\p{Ll}]+)(?![\p{L}\p{N}-]))/gu,
  )) {
    if (!isStopWord(word.toLowerCase()) || /[:"“‘([]$/.test(before)) continue;
    if (!papers.includes(`${pair}${word}`)) return true;
  }
  return false;
}

/** A noun that the paper lacks is a new thing; an adverb is hardly more than style. */
const WEIGHTS: Partial<Record<PartOfSpeech, number>> = {
  NOUN: 1,
  PROPN: 1,
  X: 1,
  ADJ: 0.7,
  VERB: 0.6,
  ADV: 0.35,
};
/** Generic words about papers, which can't be false. */
const GENERIC = new Set(
  `aim allow apart approach area article aspect attempt author back base basis bear because bring call carry case certain
choose come compare concern conduct consider consist contain contribute current currently deal define depend describe detail
different earlier enough especially example experiment explore exist existing fact far field find first focus follow former
give goal happen help idea importance important include instead investigate involve issue kind know large latter lead level
look lot main mainly make manner matter mean means moreover mostly name namely namely new novel number obtain offer often
order otherwise overall paper part particular particularly perform performance point possible present problem process
produce property provide purpose question reach reason recent recently regard relate remain report research researcher
respect rest result role run second see seek serve set several show similar similarly simple simply situation sort stand
start state step still study support take task technique tell term thing third thus today together topic total try turn
type typical typically understand usual usually various view way well wide work yield enable consequence lie keep put
afterwards once previous useful interesting interest care engineer reader practitioner developer everybody anyone prior recent people everyday themselves itself`.split(
    /\s+/,
  ),
);

const MAX_MISSING = 1.9;
const MAX_SHARE = 0.34;
/** For one part of the sentence, which may be spliced in. */
const MAX_PART_SHARE = 0.6;

/** True if a sentence says more than the paper supports, or has a word that is neither English nor the paper's. */
export function lacksSupport(
  sentence: Analysis,
  premise: Premise,
  isWord: (word: string) => boolean,
): boolean {
  const { missing, share, worstPart } = coverageOf(sentence, premise);
  return (
    missing > MAX_MISSING ||
    share > MAX_SHARE ||
    worstPart > MAX_PART_SHARE ||
    sentence.words.some((word) => isStrange(word, premise, isWord))
  );
}

const isStrange = (word: Word, premise: Premise, isWord: (word: string) => boolean): boolean =>
  word.isContent &&
  /^\p{L}+$/u.test(word.lower) &&
  !isWord(word.lower) &&
  !isWord(word.lemma) &&
  matchesOf(word, premise).length === 0;

export interface Coverage {
  /** Total weight of unsupported words. */
  readonly missing: number;
  /** The same as a share, 0 to 1. */
  readonly share: number;
  /** The largest unsupported share of a part with a weight of at least three. */
  readonly worstPart: number;
  readonly words: readonly string[];
}

export function coverageOf(sentence: Analysis, premise: Premise): Coverage {
  let [missing, all] = [0, 0];
  const words: string[] = [];
  const parts = new Map<number, { missing: number; all: number }>();
  for (const word of sentence.words) {
    const weight = weightOf(word, premise);
    if (weight === 0) continue;
    const lacks = weight * (1 - closenessOf(word, premise));
    if (lacks >= 0.5 * weight) words.push(word.text);
    const part = parts.get(word.segment) ?? { missing: 0, all: 0 };
    parts.set(word.segment, { missing: part.missing + lacks, all: part.all + weight });
    missing += lacks;
    all += weight;
  }
  const shares = [...parts.values()].map((part) => (part.all >= 1.5 ? part.missing / part.all : 0));
  return { missing, share: all > 0 ? missing / all : 0, worstPart: Math.max(0, ...shares), words };
}

function weightOf(word: Word, premise: Premise): number {
  if (!word.isContent || isOwn(word, premise) || GENERIC.has(word.lemma) || GENERIC.has(word.lower)) return 0;
  return WEIGHTS[word.pos] ?? 0.35;
}

/** "SSIM" where the paper has "structural similarity index measure". */
const isAcronymOf = ({ text }: Word, premise: Premise): boolean =>
  /^\p{Lu}{3,}s?$/u.test(text) && initialsOf(premise).includes(text.replace(/s$/, '').toLowerCase());

const initialsOf = memoise(({ sentences }: Premise): string =>
  sentences
    .map(({ text }) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word[0]?.toLowerCase()).join(''))
    .join(' '),
);

function closenessOf(word: Word, premise: Premise): number {
  const best = isAcronymOf(word, premise)
    ? 1
    : Math.max(0, ...matchesOf(word, premise).map(({ closeness }) => closeness));
  // A near-synonym of a paper's word costs little.
  return best === 1 ? 1 : best > 0 ? 0.85 : 0;
}
