/** Makes other people's text safe for a place of limited length. */

import { escapeMarkdown, truncate } from '../text/display.ts';
import { shortenSentence } from '../text/shorten.ts';

/** Cuts and escapes text for Discord Markdown, so that the result has at most `maxChars`, backslashes included. */
export function escapedWithin(text: string, maxChars: number): string {
  for (let chars = maxChars; chars > 0; ) {
    const escaped = escapeMarkdown(truncate(text, chars));
    if (escaped.length <= maxChars) return escaped;
    chars -= Math.ceil((escaped.length - maxChars) / 2);
  }
  return '';
}

/** A sentence escaped likewise, shortened at a clause if it is too long; cut in the middle only if no clause ends in time. */
export function escapedSentence(sentence: string, maxChars: number): string {
  for (let chars = maxChars; chars > maxChars / 2; ) {
    const whole = shortenSentence(sentence, chars);
    if (whole === undefined) break;
    const escaped = escapeMarkdown(whole);
    if (escaped.length <= maxChars) return escaped;
    chars = Math.min(chars, whole.length) - 1;
  }
  return escapedWithin(sentence, maxChars);
}
