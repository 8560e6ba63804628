/** The one form in which words are compared: search, authors and titles fold both what is stored and what is typed. */

/** Diacritics of Latin, Greek and Cyrillic letters. The marks of other scripts tell words apart and stay. */
const DIACRITICS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;

// Letters that no decomposition takes apart, as in CLDR's Latin-ASCII transform.
const LETTERS =
  'æ ae œ oe ß ss þ th ð d đ d ø o ł l ħ h ŧ t ı i ȷ j ĸ q ŋ n ɓ b ƀ b ƃ b ƈ c ȼ c ɕ c ɖ d ɗ d ƌ d ȡ d ə e ɛ e ɇ e ƒ f ' +
  'ɠ g ǥ g ɡ g ɦ h ƕ hv ɨ i ɩ i ʝ j ɉ j ƙ k ƚ l ɫ l ɬ l ɭ l ȴ l ɱ m ƞ n ɲ n ɳ n ȵ n ɵ o ɔ o ƥ p ɋ q ɍ r ɽ r ʂ s ȿ s ƫ t ƭ t ʈ t ' +
  "ȶ t ʉ u ʋ v ƴ y ɏ y ƶ z ȥ z ʐ z ʑ z ʼ ' ʻ ' ’ '";
const GREEK =
  'α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi ο omicron ' +
  'π pi ρ rho σ sigma ς sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega ∆ delta ∑ sum ∏ prod';

const table = (list: string): ReadonlyMap<string, string> => {
  const words = list.split(' ');
  return new Map(words.flatMap((key, i) => (i % 2 === 0 ? [[key, words[i + 1] ?? ''] as const] : [])));
};
const LETTER_TABLE = table(LETTERS);
const GREEK_TABLE = table(GREEK);
const ANY_LETTER = new RegExp(`[${[...LETTER_TABLE.keys()].join('')}]`, 'giu');
const LETTER = new RegExp(`[${[...LETTER_TABLE.keys()].join('')}]`, 'gu');
/** A Greek letter among others is part of a Greek word; alone it is a symbol, which people type by its name. */
const GREEK_SYMBOL = /(?<!\p{Script=Greek})[α-ω∆∑∏](?!\p{Script=Greek})/gu;

/**
 * `text` in lower case without accents, ligatures, full-width or raised forms: `Łukasz` is `lukasz`, `π₀` is `pi0`.
 * Words of other scripts keep their letters. Folding twice changes nothing.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(DIACRITICS, '')
    .replace(LETTER, (letter) => LETTER_TABLE.get(letter) ?? letter)
    .replace(GREEK_SYMBOL, (letter) => GREEK_TABLE.get(letter) ?? letter)
    .normalize('NFC');
}

/** The words of `text`, folded, in order. */
export function foldedWords(text: string): string[] {
  const folded = fold(text);
  return (isAscii(folded) ? folded.match(/[a-z0-9]+/g) : folded.match(/[\p{L}\p{N}\p{M}]+/gu)) ?? [];
}

/** `text` with its accents, ligatures and full-width forms folded, and its capitals kept: `Łukasz` is `Lukasz`. */
export function withoutAccents(text: string): string {
  if (isAscii(text)) return text;
  return text
    .normalize('NFKD')
    .replace(DIACRITICS, '')
    .replace(ANY_LETTER, (letter) => {
      const plain = LETTER_TABLE.get(letter.toLowerCase()) ?? letter;
      return letter === letter.toLowerCase() ? plain : plain.charAt(0).toUpperCase() + plain.slice(1);
    })
    .normalize('NFC');
}

const SPELLED_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** The words of a name, each in the forms in which people write it: Müller as `muller` and `mueller`. */
export function nameWords(name: string): string[][] {
  const spelledOut = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüøå]/g, (letter) => SPELLED_OUT[letter] ?? letter);
  const others = foldedWords(spelledOut);
  return foldedWords(name).map((word, i) => [...new Set([word, others[i] ?? word])]);
}

export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);
