/** Recognises queries without a topic: "the", "papers about the", "show me something". */

import { isAbbreviation, isAllCaps } from '../../text/content-words.ts';
import { isStopWord } from '../../text/stop-words.ts';

/**
 * Words that ask for papers on any topic. `new` and `latest` narrow a query, and search and recommendation are topics.
 */
const ASKING = new Set(
  `anything article articles best find give good interesting list look looking paper papers please publication
publications read recommend something suggest tell`.split(/\s+/),
);

// A*, Q* and C++ are more than a letter; *a* is emphasis.
const LETTER_WITH_SIGN = /(?<![^\s("“])\p{L}[*+#]/u;

/** True if no word of a text names a topic, or if it has no words. */
export function hasNoContentWords(text: string): boolean {
  if (LETTER_WITH_SIGN.test(text)) return false;
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const isWritten = !isAllCaps(text);
  return words.every((word) => {
    // IT is image translation, and "it" is nothing.
    if (isWritten && isAbbreviation(word)) return false;
    return isStopWord(word.toLowerCase()) || ASKING.has(word.toLowerCase());
  });
}
