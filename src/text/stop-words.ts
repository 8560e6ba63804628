/** Words of a question that say nothing of what is looked for. A title that happens to hold them is no better an answer. */

const STOP_WORDS = new Set(
  `a about all also am an and any are as at be been being but by can could did do does doing don for from get had has have
having her his how i if in into is it its just like make makes me more most my no not of on one or other our out over same
should show so some such than that the their them then there these they thing things this those through to too under up us
use used using very want was way we were what when where which while who whom why will with without would you your`.split(
    /\s+/,
  ),
);

export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);
