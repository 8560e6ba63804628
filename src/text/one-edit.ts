/** One slip of the finger: a wrong, missing or extra letter, or two letters swapped. */

/**
 * True if `typed` is exactly one edit from `word` or, if unfinished, from a prefix of it (optimal string alignment).
 * The first difference determines the possible edits, so no table is needed.
 */
export function isWithinOneEdit(typed: string, word: string, isUnfinished: boolean): boolean {
  if (!isUnfinished && Math.abs(typed.length - word.length) > 1) return false;
  let at = 0;
  while (at < typed.length && at < word.length && typed.charCodeAt(at) === word.charCodeAt(at)) at++;
  if (at === typed.length) return !isUnfinished && word.length === typed.length + 1;

  const isSwapped = typed[at] === word[at + 1] && typed[at + 1] === word[at];
  return (
    (isSwapped && agree(typed, at + 2, word, at + 2, isUnfinished)) ||
    agree(typed, at + 1, word, at + 1, isUnfinished) ||
    agree(typed, at, word, at + 1, isUnfinished) ||
    agree(typed, at + 1, word, at, isUnfinished)
  );
}

/** True if the rest of `typed` equals the rest of `word` or, if unfinished, begins it. */
function agree(
  typed: string,
  typedFrom: number,
  word: string,
  wordFrom: number,
  isUnfinished: boolean,
): boolean {
  const left = typed.length - typedFrom;
  const room = word.length - wordFrom;
  if (left < 0 || (isUnfinished ? room < left : room !== left)) return false;
  for (let i = 0; i < left; i++) {
    if (typed.charCodeAt(typedFrom + i) !== word.charCodeAt(wordFrom + i)) return false;
  }
  return true;
}
