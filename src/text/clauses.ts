/** Parts of English sentences that rules about clauses share. */

/** A group of a regular expression that matches any of the words, with white space between them. */
export const anyWord = (words: string): string => `(?:${words.trim().split(/\s+/).join('|')})`;

/** The same for phrases, with "|" or line breaks between them. */
export const anyPhrase = (phrases: string): string => `(?:${phrases.trim().replace(/\n/g, '|')})`;

const PAPERS = anyWord(
  'paper work study article survey report thesis review research tutorial chapter note letter',
);

/** The authors or their paper as a subject: "we", "this paper", "this systematic review", "the present study". */
export const AUTHORS = `(?:we|our|i|this (?:(?!is\\b)[\\w-]+ ){0,2}?${PAPERS}|the (?:present |current )?(?:paper|article|study))`;

/** "In this paper," */
export const IN_THIS_PAPER = new RegExp(
  `^(?:in|with|through|throughout|within|for) (?:this|the (?:present|current|following)|our) (?:[\\w-]+ ){0,2}?${PAPERS}\\s*(?:,\\s*|(?=${AUTHORS}\\b))`,
  'i',
);

/** "This paper": the only thing that a sentence which stands alone may point to. */
export const THIS_PAPER = new RegExp(`^this (?:[\\w-]+ ){0,3}?${PAPERS}\\b`, 'i');

/** The number of open brackets and quotations at each character, and after the last. */
export function nesting(text: string): Int8Array {
  const level = new Int8Array(text.length + 1);
  let open = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if ('([{“'.includes(char)) open++;
    if (char === '"') {
      isQuoted = !isQuoted;
      open += isQuoted ? 1 : -1;
    }
    level[i] = open;
    if (')]}”'.includes(char)) open = Math.max(0, open - 1);
  }
  level[text.length] = open;
  return level;
}

/** True if every bracket and quotation that opens closes. */
export const isBalanced = (text: string): boolean => nesting(text)[text.length] === 0;

/** Mends the space that a dropped part leaves. */
export const tidy = (text: string): string =>
  text
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();
