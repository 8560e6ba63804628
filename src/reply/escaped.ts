/** Text of others, made safe for a place of limited length. */
import { escapeMarkdown, truncate } from '../text/display.ts';

/** The text cut and escaped for Discord Markdown so that the result, backslashes included, has at most `maxChars`. */
export function escapedWithin(text: string, maxChars: number): string {
  for (let chars = maxChars; chars > 0; ) {
    const escaped = escapeMarkdown(truncate(text, chars));
    if (escaped.length <= maxChars) return escaped;
    chars -= Math.ceil((escaped.length - maxChars) / 2);
  }
  return '';
}
