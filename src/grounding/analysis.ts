/** Analyses a sentence for the checks: its words with their roots, its segments, and negation. */
import { LRUCache } from 'lru-cache';
import { stemmer } from 'stemmer';
import { isStopWord } from '../text/stop-words.ts';
import { markNegation } from './negation.ts';
import { numbersIn } from './numeric-consistency.ts';
import type { PartOfSpeech, TaggedToken, Tagger } from './tagger.ts';
import type { Word } from './word.ts';

export interface Analysis {
  readonly text: string;
  readonly words: readonly Word[];
}

const stems = new LRUCache<string, string>({ max: 20_000 });
/** Cached, because stemming is slower than everything else here, and words repeat. */
function stemOf(word: string): string {
  const stem = stems.get(word) ?? stemmer(word);
  stems.set(word, stem);
  return stem;
}

const forms = new LRUCache<string, number>({ max: 50_000 });
let lastForm = 0;

/** The same number for the same form of a word, for fast comparison. */
function formOf(lower: string, root: string): number {
  const key = `${lower} ${root}`;
  const form = forms.get(key) ?? ++lastForm;
  forms.set(key, form);
  return form;
}

export type Abbreviations = ReadonlyMap<string, string>;

const SEGMENT_MARK = /^[,;:()[\]—–]+$/;
const SEGMENT_WORDS = new Set(
  'and but or while whereas although though because which who where when if since unless until so as vs vs. versus against respectively then'.split(
    ' ',
  ),
);
/** Verbs and nouns with no meaning of their own. */
const LIGHT = new Set(
  `be have do make get go take give come become let such other another thing way well also both each many much more most
very still yet even just rather quite can could may might will would shall should must need paper study work author
here there this that these those one ones use`.split(/\s+/),
);
const CONTENT_POS = new Set<PartOfSpeech>(['NOUN', 'PROPN', 'VERB', 'ADJ', 'ADV', 'NUM', 'X', 'SYM', 'ADP']);

export function analyse(
  text: string,
  tagger: Tagger,
  abbreviations: Abbreviations = new Map(),
  isPremise = false,
): Analysis {
  const numbers = numbersIn(text);
  const words: Word[] = [];
  let cursor = 0;
  let segment = 0;
  for (const { text: written, lemma, pos } of mendTags(tagger(text))) {
    const start = text.indexOf(written, cursor);
    if (start >= 0) cursor = start + written.length;
    const lower = written.toLowerCase();
    if (SEGMENT_MARK.test(written) || SEGMENT_WORDS.has(lower)) segment += 1;
    const before = words.at(-1);
    const spanned = numbers.find((each) => start >= each.start && start < each.end);
    // "Claude Opus 4.6": the version is part of the name.
    const isVersion =
      spanned &&
      before?.pos === 'PROPN' &&
      /^\p{Lu}/u.test(before.text) &&
      !spanned.isPercent &&
      /^\d{1,2}(?:\.\d)?$/.test(written) &&
      !before.number;
    const number = isVersion ? undefined : spanned;
    const [root, stem] = [stemOf(lemma), stemOf(lower)];
    const long = abbreviations.get(lower.replace(/s$/, '')) ?? abbreviations.get(lower);
    words.push({
      text: written,
      lower,
      lemma,
      root,
      stem,
      form: formOf(lower, root),
      roots: new Set([
        root,
        stem,
        ...(lower.includes('-') ? lower.split('-').map(stemOf) : []),
        ...(long ?? '').split(/[\s-]+/).flatMap((each) => (each ? [stemOf(each.toLowerCase())] : [])),
      ]),
      pos,
      at: words.length,
      segment,
      isContent: isContentWord(lower, lemma, pos) && !number,
      polarity: 1,
      number,
    });
  }
  markNegation(words, isPremise);
  return { text, words };
}

/**
 * In "the student guides the teacher" the verb is tagged as a noun: a plural between a noun and an article is a verb.
 */
function mendTags(tokens: readonly TaggedToken[]): TaggedToken[] {
  return tokens.map((token, at) => {
    const [before, after] = [tokens[at - 1]?.pos ?? 'PUNCT', tokens[at + 1]?.pos ?? 'PUNCT'];
    const isVerb =
      token.pos === 'NOUN' && /[^s]s$/.test(token.text) && /^(?:NOUN|PROPN)$/.test(before) && after === 'DET';
    // "CNNs approach the accuracy"
    const isPlain = token.pos === 'NOUN' && token.text === token.lemma && /^(?:DET|PRON)$/.test(after);
    if (isVerb || (isPlain && /^(?:NOUN|PROPN)$/.test(before) && /[^s]s$/.test(tokens[at - 1]?.text ?? '')))
      return { ...token, pos: 'VERB' };
    // "the test set": a verb after a singular noun would end in s.
    const isBase = token.pos === 'VERB' && token.text === token.lemma;
    const isNoun = isBase && before === 'NOUN' && !/s$/.test(tokens[at - 1]?.text ?? '') && after !== 'DET';
    return isNoun ? { ...token, pos: 'NOUN' } : token;
  });
}

const isContentWord = (lower: string, lemma: string, pos: PartOfSpeech): boolean =>
  CONTENT_POS.has(pos) &&
  /\p{L}{2}|\p{N}\p{L}|\p{L}\p{N}/u.test(lower) &&
  !isStopWord(lower) &&
  !LIGHT.has(lemma) &&
  !LIGHT.has(lower) &&
  (pos !== 'ADP' || lower.length > 7);
