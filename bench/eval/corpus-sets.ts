/** Question sets from any file of papers: names, spellings and typing errors, the same from the same seed. */
import type { Paper } from '../../src/domain/paper.ts';
import { createRandom, draw } from '../../src/eval/random.ts';

export interface NameQuestion {
  readonly name: string;
  /** The papers that answer it. */
  readonly paperIds: readonly string[];
}

/** A wording to search for, and the usual one, whose results it should share. */
export interface VariantQuestion {
  readonly variant: string;
  readonly usual: string;
}

const SHORT_TITLE_NAME = /^([A-Z][\w+.-]{3,24}):\s/;
const MIN_HOLDING = 10;
const MAX_HOLDING = 150;
// Two capitals or a capital and a digit: "LiveCodeBench", "TabPFN", "Qwen3"; not "Transformer".
const MODEL_NAME = /(?<![\w/.-])(?=[A-Za-z]*[A-Z])[A-Za-z]+(?:[A-Z]|\d)[A-Za-z0-9]{2,}(?![\w/-])/g;
const SEED = 7;

/** Names that only one paper has in its title, such as "EvoPrune" in "EvoPrune: …". */
export function shortNames(papers: readonly Paper[], count: number): NameQuestion[] {
  const named = papers.flatMap(({ id, title }) => {
    const name = SHORT_TITLE_NAME.exec(title)?.[1];
    return name && /[A-Z].*[A-Z]|\d/.test(name) ? [{ name, paperIds: [id] }] : [];
  });
  return draw(named, count, createRandom(SEED));
}

/** Names of models and data sets in 10 to 150 abstracts, written with several capitals or a digit. */
export function heldNames(papers: readonly Paper[], count: number): NameQuestion[] {
  const holding = new Map<string, string[]>();
  for (const { id, title, abstract } of papers) {
    for (const name of new Set(`${title} ${abstract}`.match(MODEL_NAME) ?? [])) {
      if (!/[A-Z].*[A-Z].*[a-z]|[a-z].*[A-Z]|[A-Za-z]{2}.*\d/.test(name)) continue;
      const ids = holding.get(name) ?? [];
      ids.push(id);
      holding.set(name, ids);
    }
  }
  const fitting = [...holding]
    .filter(([, ids]) => ids.length >= MIN_HOLDING && ids.length <= MAX_HOLDING)
    .map(([name, paperIds]) => ({ name, paperIds }));
  return draw(fitting, count, createRandom(SEED));
}

// Endings with a British spelling, https://en.wikipedia.org/wiki/American_and_British_English_spelling_differences.
const BRITISH: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z]{3,})iz(ation|ations|ing|ed|er|ers|e|es)\b/g, '$1is$2'],
  [/\b([a-z]{2,})yz(ing|ed|e|er|ers)\b/g, '$1ys$2'],
  [/\b(behavi|col|fav|lab|hum|neighb)or(s|al|hood|ed|ing|s)?\b/g, '$1our$2'],
  [/\b(model|label|travel|signal)(ing|ed)\b/g, '$1l$2'],
  [/\bcenter(s|ed)?\b/g, 'centre$1'],
];

/** Runs of three or four title words that include one with a British spelling. */
export function britishSpellings(papers: readonly Paper[], count: number): VariantQuestion[] {
  const runs = papers.flatMap(({ title }) => runOf(title, (word) => british(word) !== word) ?? []);
  return draw(runs, count, createRandom(SEED)).map((usual) => ({ usual, variant: british(usual) }));
}

const british = (text: string): string =>
  BRITISH.reduce((spelt, [american, ending]) => spelt.replace(american, ending), text);

const MIN_MISTYPED_CHARS = 9;
const MIN_PAPERS_WITH_WORD = 100;

/** Runs of title words in which one common, long word has two typing errors. */
export function twoTypoWords(papers: readonly Paper[], count: number): VariantQuestion[] {
  const random = createRandom(SEED);
  const titlesWith = new Map<string, number>();
  for (const { title } of papers)
    for (const word of new Set(plainWords(title))) titlesWith.set(word, (titlesWith.get(word) ?? 0) + 1);
  const isCommon = (word: string): boolean =>
    word.length >= MIN_MISTYPED_CHARS && (titlesWith.get(word) ?? 0) >= MIN_PAPERS_WITH_WORD;
  const runs = papers.flatMap(({ title }) => runOf(title, isCommon) ?? []);
  return draw(runs, count, random).map((usual) => {
    const word = usual.split(' ').find(isCommon) ?? '';
    return { usual, variant: usual.replace(word, mistyped(mistyped(word, random), random)) };
  });
}

/** Omits, doubles or replaces a letter after the first, or swaps it with the next. */
function mistyped(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = word[at] ?? '';
  const other = String.fromCharCode(97 + Math.floor(random() * 26));
  const instead = [
    '',
    letter + letter,
    other === letter ? 'q' : other,
    `${word[at + 1] ?? ''}${letter}`,
  ] as const;
  const kind = Math.floor(random() * instead.length);
  return word.slice(0, at) + instead[kind] + word.slice(kind === 3 ? at + 2 : at + 1);
}

const plainWords = (title: string): string[] => title.toLowerCase().match(/[a-z]+/g) ?? [];

/** Three adjacent words of a title of which the middle or last one `fits`, without punctuation between them. */
function runOf(title: string, fits: (word: string) => boolean): string | undefined {
  const words = title.toLowerCase().split(/\s+/);
  const at = words.findIndex((word) => /^[a-z]+$/.test(word) && fits(word));
  if (at === -1) return undefined;
  const run = words.slice(Math.max(0, at - 1), at + 2);
  return run.length >= 2 && run.every((word) => /^[a-z-]+$/.test(word)) ? run.join(' ') : undefined;
}
