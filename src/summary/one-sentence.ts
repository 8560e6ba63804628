/** One sentence that says what is new in a paper, in words of its abstract, and can be read without the rest of it. */

import type { Embedder } from '../embedding/embedder.ts';
import { isBalanced } from '../text/clauses.ts';
import { dropLeadIn, dropPointersBack, secondConjunct } from '../text/lead-in.ts';
import { standsAlone } from '../text/references.ts';
import { shortenSentence } from '../text/shorten.ts';
import { isStopWord } from '../text/stop-words.ts';
import {
  DESCRIBES_EXPERIMENT,
  INTRODUCED_NAME,
  NAME_AS_SUBJECT,
  NAMES_CONTRIBUTION,
  STATES_FINDING,
  STATES_NEWS,
  TELLS_NOTHING,
} from './contribution-cues.ts';
import { CONTRIBUTES } from './rhetorical-roles.ts';
import { type ScoredSentence, scoreSentences } from './score-sentences.ts';

/** UTF-16 units that the sentence may take: five papers with it fit two screens of a phone. */
export const SENTENCE_ROOM = 200;

/** Added to the score for a role; chosen on the tuned half of test/summary/graded-sentences.json. */
const WEIGHTS = {
  /** For the role of a result, which competes with that of the method. */
  result: -2,
  /** The abstract's first contribution; later ones are parts of it. */
  first: 0.6,
  /** All content words of the title. */
  title: 1.5,
  named: 0.5,
  finding: 0.7,
  experiment: -1.5,
  /** For each content word below eight. */
  missingWord: -0.15,
} as const;
const MIN_WORDS = 5;
const FULL_WORDS = 8;

/**
 * The sentence, or undefined if no sentence of the abstract states a contribution and stands alone. Clauses that lead in
 * or trail off are dropped; no word is added.
 */
export async function oneSentence(
  { title, abstract }: { readonly title: string; readonly abstract: string },
  embedder: Embedder,
  room = SENTENCE_ROOM,
): Promise<string | undefined> {
  const titleWords = contentWords(title);
  const names = findNames(title, abstract);
  let hasContribution = false;
  let best: { readonly text: string; readonly score: number } | undefined;
  for (const sentence of await scoreSentences(abstract, embedder)) {
    const isContribution = CONTRIBUTES.test(sentence.text) && !DESCRIBES_EXPERIMENT.test(sentence.text);
    const isFirst = isContribution && !hasContribution;
    hasContribution ||= isContribution;
    for (const text of formsOf(sentence.text, room)) {
      if (!isPresentable(text, titleWords, names)) continue;
      const score = scoreForm(text, sentence, titleWords) + (isFirst ? WEIGHTS.first : 0);
      if (!best || score > best.score) best = { text, score };
    }
  }
  return best?.text;
}

function formsOf(sentence: string, room: number): string[] {
  const alone = dropPointersBack(dropLeadIn(sentence));
  return [alone, secondConjunct(alone)].flatMap((form) => (form && shortenSentence(form, room)) || []);
}

function isPresentable(text: string, titleWords: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  const words = contentWords(text);
  const isAboutName = names.has(NAME_AS_SUBJECT.exec(text)?.[1] ?? '');
  return (
    (isAboutName || STATES_NEWS.some((cue) => cue.test(text))) &&
    words.size >= MIN_WORDS &&
    // The title stands beside it.
    [...words].some((word) => !titleWords.has(word)) &&
    !TELLS_NOTHING.some((cue) => cue.test(text)) &&
    isBalanced(text) &&
    standsAlone(text)
  );
}

/** The paper's name for its contribution: before the colon of its title, or introduced in the abstract. */
function findNames(title: string, abstract: string): Set<string> {
  const titled = /^([\p{L}\d-]+):/u.exec(title)?.[1];
  const introduced = [...abstract.matchAll(INTRODUCED_NAME)].map((match) => match[1] ?? '');
  return new Set([titled ?? '', ...introduced].filter(Boolean));
}

function scoreForm(text: string, { scores }: ScoredSentence, titleWords: ReadonlySet<string>): number {
  const words = contentWords(text);
  const shared = [...titleWords].filter((word) => words.has(word)).length / Math.max(1, titleWords.size);
  return (
    Math.max(scores.method, scores.result + WEIGHTS.result) +
    WEIGHTS.title * shared +
    (NAMES_CONTRIBUTION.test(text) ? WEIGHTS.named : 0) +
    (STATES_FINDING.test(text) ? WEIGHTS.finding : 0) +
    (DESCRIBES_EXPERIMENT.test(text) ? WEIGHTS.experiment : 0) +
    WEIGHTS.missingWord * Math.max(0, FULL_WORDS - words.size)
  );
}

/** Words of four letters or more that say something, cut to six so that endings don't count. */
const contentWords = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? [])
      .filter((word) => !isStopWord(word))
      .map((word) => word.slice(0, 6)),
  );
