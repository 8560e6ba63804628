/** Adds what abbreviations in a question stand for, and abbreviations for what is written out. */
import type { Abbreviation, Catalog } from '../catalog/catalog.ts';
import { keyWords, singularShort } from './abbreviations.ts';

export interface Expansion {
  /** What stands in the question: as typed if it is an abbreviation, else in the words of `longKey`. */
  readonly from: string;
  /** What it is also called, as papers write it: a phrase such as `parameter-efficient fine-tuning`, or `PEFT`. */
  readonly to: string;
  /** How many papers explain it so. */
  readonly papers: number;
}

const MAX_WORDS = 100;
const MAX_LONG_WORDS = 8;
const MAX_MEANINGS = 2;
// A second meaning counts where it is at least this share of the first, and what is written out gets its abbreviation
// where that mostly stands for it.
const MIN_SHARE_OF_FIRST = 0.25;
const MIN_SHARE_OF_ALL = 0.5;
// `rag` in small letters is an abbreviation where at least so many of the papers that hold the word explain it; `fast` isn't.
const MIN_SHARE_EXPLAINED = 0.05;
const SHORT = /^[\p{L}\p{N}][\p{L}\p{N}+/.-]{1,10}$/u;

/** What to look for besides the words of `text`, which a person typed; nothing that stands in it already. */
export async function expandAbbreviations(catalog: Catalog, text: string): Promise<Expansion[]> {
  const asked = ` ${keyWords(text).slice(0, MAX_WORDS).join(' ')} `;
  const expansions = [...(await meaningsIn(catalog, text)), ...(await abbreviationsIn(catalog, asked))];
  return expansions.filter(({ to }) => !asked.includes(` ${keyWords(to).join(' ')} `));
}

async function meaningsIn(catalog: Catalog, text: string): Promise<Expansion[]> {
  // Of a question in nothing but capitals they say nothing.
  const isShouted = !/\p{Ll}/u.test(text) && /\s/.test(text.trim());
  const tokens = text
    .split(/[\s,;:!?()[\]"'“”]+/, MAX_WORDS)
    .map((token) => token.replace(/[.]+$/, ''))
    .filter((token) => SHORT.test(token));
  const typed = [...new Set(tokens)];
  const known = await catalog.meaningsOf(typed.flatMap((token) => [token, singularOf(token)]));
  if (known.length === 0) return [];
  const expansions: Expansion[] = [];
  for (const from of typed) {
    const meanings = meaningsFor(known, from);
    if (meanings.length === 0) continue;
    const explained = meanings.reduce((sum, { papers }) => sum + papers, 0);
    const hasCapitals = !isShouted && /\p{Lu}.*\p{Lu}/u.test(from);
    const [holding = 0] = hasCapitals ? [] : await catalog.countWords([from]);
    if (explained < MIN_SHARE_EXPLAINED * holding) continue;
    expansions.push(...commonest(meanings).map(({ long, papers }) => ({ from, to: long, papers })));
  }
  return expansions;
}

/** The meanings of a token, or of its singular where it has none itself. */
function meaningsFor(known: readonly Abbreviation[], token: string): Abbreviation[] {
  for (const form of [token, singularOf(token)]) {
    const meanings = known.filter(({ short }) => short.toLowerCase() === form.toLowerCase());
    if (meanings.length > 0) return meanings;
  }
  return [];
}

function singularOf(token: string): string {
  return singularShort(token) === token ? token.replace(/(?<=..)s$/, '') : singularShort(token);
}

/** The longest phrases of the question that have an abbreviation; `asked` is its key words with a space around each. */
async function abbreviationsIn(catalog: Catalog, asked: string): Promise<Expansion[]> {
  const words = asked.trim().split(' ');
  const phrases: { from: number; to: number; key: string }[] = [];
  for (let length = Math.min(MAX_LONG_WORDS, words.length); length >= 2; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      phrases.push({ from, to: from + length, key: words.slice(from, from + length).join(' ') });
    }
  }
  const known = await catalog.abbreviationsOf(phrases.map(({ key }) => key));
  if (known.length === 0) return [];
  const rivals = await catalog.meaningsOf(known.map(({ short }) => short));
  const isTaken: boolean[] = [];
  const expansions: Expansion[] = [];
  for (const { from, to, key } of phrases) {
    if (isTaken.slice(from, to).some(Boolean)) continue;
    const usual = known.filter(({ short, longKey, papers }) => {
      const all = rivals.filter((rival) => rival.short.toLowerCase() === short.toLowerCase());
      return longKey === key && papers >= MIN_SHARE_OF_ALL * all.reduce((sum, each) => sum + each.papers, 0);
    });
    if (usual.length === 0) continue;
    for (let i = from; i < to; i++) isTaken[i] = true;
    expansions.push(...commonest(usual).map(({ short, papers }) => ({ from: key, to: short, papers })));
  }
  return expansions;
}

/** At most two, those seen once only where there is no other. */
function commonest(found: readonly Abbreviation[]): Abbreviation[] {
  const [first] = found;
  if (!first || (first.papers === 1 && found.length > 1)) return [];
  const others = found
    .slice(1)
    .filter(({ papers }) => papers > 1 && papers >= MIN_SHARE_OF_FIRST * first.papers);
  return [first, ...others].slice(0, MAX_MEANINGS);
}
