/** Text of papers as sources give it, made fit to be kept. */

// All white space but a single blank, which is what nearly all of it is.
const UNEVEN_SPACE = / *[^\S ]\s*| {2,}/g;

/**
 * One line of text, without what LaTeX puts before signs that mean something to it, as arXiv's abstracts have it.
 * Control characters, text-direction overrides and broken halves of characters would spoil a reply.
 */
export function cleanText(text: string): string {
  return text
    .replace(UNEVEN_SPACE, ' ')
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\\([%&_$#])/g, '$1')
    .trim();
}

export function cleanList(texts: readonly string[] | null | undefined): string[] {
  return (texts ?? []).map(cleanText).filter(Boolean);
}
