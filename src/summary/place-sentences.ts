/** Assigns the sentences of a model's summary to parts, each to the heading that fits. */
import { stemmer } from 'stemmer';
import { splitSentences } from '../text/sentences.ts';
import type { RoledSentence } from './score-sentences.ts';
import type { SummarySentence } from './summary-sentence.ts';

/** A sentence that shares this much with one of the abstract was copied. */
const COPIED_SHARE = 0.8;
/** The minimum margin of an abstract sentence's role over the next one. */
const CLEAR = 0.5;

const ORDER: readonly SummarySentence['role'][] = ['gist', 'problem', 'method', 'result', 'audience'];

export interface Placing {
  readonly title: string;
  readonly roles: readonly RoledSentence[];
  /** Stems of the names that the paper gives to its own work. */
  readonly ownNames: ReadonlySet<string>;
}

/**
 * The sentences without repetitions of the title or of another part. A copied sentence goes to its part in the
 * abstract, and a problem that is about the paper's own work is dropped.
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

/** True if the first sentence's subject is one of the paper's own names. */
function isAboutOwn(text: string, ownNames: ReadonlySet<string>): boolean {
  const [first] = splitSentences(text);
  return wordsOf(first?.text ?? '')
    .slice(0, 4)
    .some((word) => ownNames.has(stemmer(word)));
}
