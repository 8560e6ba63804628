/** Names in a model's sentence: methods, data sets, people, acronyms. */

/** Names of the field itself, known to every reader. */
const COMMON = new Set(['ai', 'ml', 'nlp', 'llm', 'llms', 'ki', 'ia']);
/** "Cambodia" is known from "Cambodian". */
const DEMONYM_ENDINGS = ['n', 'an', 'ian', 'ese', 'i', 'ish'];
const TOKEN = /[\p{L}\p{N}\p{M}]+(?:[-‑–'’./+][\p{L}\p{N}\p{M}]+)*/gu;
const PART = /[\p{L}\p{N}\p{M}]+/gu;

export interface SupportedNames {
  readonly words: ReadonlySet<string>;
  /** The initials of consecutive words, which form acronyms. */
  readonly initials: string;
}

export function supportedNames(text: string): SupportedNames {
  const tokens = text.match(TOKEN) ?? [];
  const parts = text.match(PART) ?? [];
  return {
    words: new Set([...tokens, ...parts].map(plain)),
    initials: parts.map((part) => part[0]?.toLowerCase() ?? '').join(''),
  };
}

/**
 * True if each name in `sentence` is in the text. The first word is a name only by its form, or if `isWord` doesn't
 * know it. In other languages capitals mean little, so only acronyms and names with inner capitals or digits count:
 * `form` is then the only sign.
 */
export function hasOnlyNames(
  sentence: string,
  held: SupportedNames,
  sign: 'capitals' | 'form',
  isWord: (word: string) => boolean,
): boolean {
  let isFirst = true;
  for (const [token] of sentence.matchAll(TOKEN)) {
    const isNamed =
      hasNameForm(token) ||
      (sign === 'capitals' && /^\p{Lu}/u.test(token) && !(isFirst && isWord(token.toLowerCase())));
    isFirst = false;
    if (isNamed && !isHeld(token, held)) return false;
  }
  return true;
}

/** True if at least half of the names in `original`, by form, are in `translation`. */
export function keepsNames(translation: string, original: string): boolean {
  const names = (original.match(TOKEN) ?? []).filter(
    (token) => hasNameForm(token) && !COMMON.has(plain(token)),
  );
  const held = supportedNames(translation);
  return names.filter((name) => isHeld(name, held)).length >= names.length / 2;
}

/** "BERT", "mAP", "GPT-4", "t5x", and "I": not "Transformer", nor "3D" or "12x", which are nearly numbers. */
const hasNameForm = (token: string): boolean =>
  /[\p{L}\p{N}]\p{Lu}/u.test(token) ? !/^\d+(?:\.\d+)?[kKMBTDx]?$/.test(token) : /\p{L}-?\d|^I$/u.test(token);

function isHeld(token: string, { words, initials }: SupportedNames): boolean {
  if (isKnown(token, words, initials)) return true;
  const parts = token.match(PART) ?? [];
  return (
    parts.length > 1 && parts.every((part) => !/\p{Lu}|\d/u.test(part) || isKnown(part, words, initials))
  );
}

function isKnown(token: string, words: ReadonlySet<string>, initials: string): boolean {
  const word = plain(token);
  if (words.has(word) || words.has(`${word}s`) || COMMON.has(word)) return true;
  if (word.endsWith('s') && words.has(word.slice(0, -1))) return true;
  if (/^\p{Lu}\p{Ll}{4,}$/u.test(token) && DEMONYM_ENDINGS.some((ending) => words.has(word + ending)))
    return true;
  const acronym = /^\p{Lu}{3,}/u.exec(token)?.[0];
  return (
    acronym !== undefined && acronym.length >= token.length - 1 && initials.includes(acronym.toLowerCase())
  );
}

const plain = (token: string): string =>
  token
    .toLowerCase()
    .replace(/['’]s?$/, '')
    .replace(/[‑–]/g, '-');
