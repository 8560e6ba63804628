/** The ordinary words of a text, as the vocabulary counts them. */

const MIN_CHARS = 3;
const MAX_CHARS = 24;

/** The different ordinary words of a text: 3 to 24 letters from a to z, lower case, without accents and digits. */
export function vocabularyWords(text: string): Set<string> {
  // Nearly all abstracts are plain ASCII.
  const plain = /^[ -~\s]*$/.test(text) ? text : withoutAccents(text);
  const words = new Set<string>();
  for (const word of plain.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
    if (word.length >= MIN_CHARS && word.length <= MAX_CHARS && /^[a-z]+$/.test(word)) words.add(word);
  }
  return words;
}

export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}
