/** Tells whether a paper was withdrawn, from what its authors wrote about it. */

const SUBJECT = String.raw`(?:(?:this|the|our|current)\s+(?:\w+\s+)?)?(?:paper|article|submission|manuscript|preprint|work|version|abstract)s?`;
/** `Withdrawn: …`, `This paper has been withdrawn by the author`, `The authors have withdrawn this paper`. */
const WITHDRAWN = new RegExp(
  String.raw`^\W*(?:(?:${SUBJECT}\s+(?:(?:has|have|had|was|is|are)\s+)?(?:(?:now|since|been|being|hereby|temporarily)\s+)*)?(?:withdrawn|retracted)\b|(?:the\s+)?authors?\s+(?:(?:has|have)\s+)?(?:withdr[ae]wn?|retract(?:ed)?|wish(?:es)?\s+to\s+(?:withdraw|retract))\b|(?:withdrawal|retraction)\b)`,
  'i',
);
const SENTENCE =
  /\b(?:this|the|our)\s+(?:\w+\s+)?(?:paper|article|submission|manuscript|preprint|version)\s+(?:has\s+been|was|is(?:\s+being)?|is\s+hereby)\s+(?:withdrawn|retracted)\b/i;
/** Taken back from a conference or journal, or another paper that was. */
const FROM_ELSEWHERE =
  /\b(?:withdrawn|retracted|withdrew)\s+from\s+(?!arxiv\b|the\s+arxiv\b)|\b(?:not|never|previously|replaces?|instead of|supersedes)\b[^.]{0,40}\b(?:withdrawn|retracted)/i;
/** Longer abstracts tell of a study; those of withdrawn papers say that and why. */
const MAX_NOTICE_CHARS = 600;

export function isWithdrawn({
  title,
  abstract,
  comment = '',
}: {
  readonly title: string;
  readonly abstract: string;
  readonly comment?: string | undefined;
}): boolean {
  if (/^\W*(?:withdrawn|retracted)\s*[:\])–—-]/i.test(title)) return true;
  const saysSo = (text: string): boolean =>
    (WITHDRAWN.test(text) || SENTENCE.test(text)) && !FROM_ELSEWHERE.test(text);
  if (comment && saysSo(comment)) return true;
  return (
    abstract.length <= MAX_NOTICE_CHARS &&
    saysSo(abstract) &&
    /\b(?:paper|article|submission|manuscript|preprint|version|work|authors?|withdrawn\s*[.:])/i.test(
      abstract,
    )
  );
}
