/** Turns text as sources mark it up (LaTeX, HTML, entities) into plain text. Sources call it once, before a paper is stored. */
import { htmlToText } from './html.ts';
import { latexToText } from './latex.ts';

// The space that text most often holds is a single blank.
const UNEVEN_SPACE = / *[^\S ]\s*| {2,}/g;
// Control characters, direction overrides, halves of characters, zero-width spaces and soft hyphens spoil a reply.
const INVISIBLE = /[\p{Cc}\p{Cs}\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** `text` in one line of plain text, composed (NFC). Linear in its length; whoever stores it bounds that. */
export function plainText(text: string): string {
  const line = text.replace(UNEVEN_SPACE, ' ').replace(INVISIBLE, '');
  const printed = latexToText(htmlToText(line));
  if (printed === text) return text.trim().normalize('NFC');
  return printed.replace(UNEVEN_SPACE, ' ').replace(INVISIBLE, '').trim().normalize('NFC');
}

/** What a person typed or pasted, as papers are stored: without markup, and with ordinary letters for full-width ones. */
export const plainQuery = (typed: string): string => plainText(typed).normalize('NFKC');
