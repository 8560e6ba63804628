/** Subscripts and superscripts in a line of plain text. */

const RAISED: Readonly<Record<string, string>> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '+': '⁺',
  '-': '⁻',
  '−': '⁻',
  '–': '⁻',
};
/** Marks that stand high by themselves, ends of ordinal numbers, and trade marks. */
const AS_IT_IS = /^(?:[*†‡′'’°⁎⋆®™©,]+|st|nd|rd|th)$/;

/** Whole numbers as raised digits (10⁻³), marks as they are, all else behind `^`: x^d, x^(k+1). */
export function superscript(text: string): string {
  if (/^[+−–-]?\d+$/.test(text)) return [...text].map((char) => RAISED[char] ?? char).join('');
  if (text === '∘' || text === 'o') return '°';
  if (text === 'TM') return '™';
  if (text === '⊤') return 'ᵀ';
  if (text === '' || AS_IT_IS.test(text)) return text;
  return `^${bracketed(text)}`;
}

/** A number behind a letter stands beside it (CO2, π0), all else behind `_`: x_i, x_(i,j). */
export function subscript(before: string, text: string): string {
  if (text === '') return '';
  const isBeside = /^\d+$/.test(text) && /[\p{L}\p{M}\])]$/u.test(before);
  return isBeside ? text : `_${bracketed(text)}`;
}

const bracketed = (text: string): string =>
  /^(?:[\p{L}\p{N}\p{M}]+|.|\(.*\))$/u.test(text) ? text : `(${text})`;
