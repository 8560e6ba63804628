/** Where the sentences of a model's summary belong: each in one part, under the heading that fits it. */
import { stemmer } from 'stemmer';
import { splitSentences } from '../text/sentences.ts';
import type { RoledSentence } from './score-sentences.ts';
import type { SummarySentence } from './summary-sentence.ts';

/** So many of the words of both are the same where a model copied a sentence of the abstract. */
const COPIED_SHARE = 0.8;
/** A role of the abstract's sentence has to be this much clearer than the next one. */
const CLEAR = 0.5;

const ORDER: readonly SummarySentence['role'][] = ['gist', 'problem', 'method', 'result', 'audience'];

export interface Placing {
  readonly title: string;
  readonly roles: readonly RoledSentence[];
  /** Stems of the names that the paper gives to its own work. */
  readonly ownNames: ReadonlySet<string>;
}

/**
 * The sentences without those that are the title or stand in another part already. A copied sentence goes to the part that
 * it has in the abstract, and a problem that is said of the paper's own work is dropped.
 */
export function placeSentences(
  sentences: readonly SummarySentence[],
  { title, roles, ownNames }: Placing,
): SummarySentence[] {
  const seen = new Set([wordsOf(title).join(' ')]);
  const placed = sentences.flatMap(({ role, text }) => {
    const words = wordsOf(text);
    const key = words.join(' ');
    if (seen.has(key)) return [];
    seen.add(key);
    const copied = role === 'gist' ? undefined : roles.find((each) => isCopy(words, wordsOf(each.text)));
    const placed = copied && copied.margin >= CLEAR ? copied.role : role;
    const isOwnProblem = placed === 'problem' && isAboutOwn(text, ownNames) && !copied;
    return isOwnProblem ? [] : [{ role: placed, text }];
  });
  return placed.sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function isCopy(words: readonly string[], others: readonly string[]): boolean {
  const both = new Set(words.filter((word) => others.includes(word))).size;
  return both >= COPIED_SHARE * new Set([...words, ...others]).size;
}

/** The subject of the first sentence is one of the paper's own names. */
function isAboutOwn(text: string, ownNames: ReadonlySet<string>): boolean {
  const [first] = splitSentences(text);
  return wordsOf(first?.text ?? '')
    .slice(0, 4)
    .some((word) => ownNames.has(stemmer(word)));
}
