/** A dictionary of English: an English word that no paper has is another subject, not a typo. */
import { readFileSync } from 'node:fs';
import wordListPath from 'word-list';

const FIRST_CHARS = 3;

/** Reads the list, one word per line, on first use: 3 MB, kept from then on. */
export function createDictionary(): (word: string) => boolean {
  // Indexed by prefix: a linear search takes more than a millisecond.
  let lists: Map<string, string> | undefined;
  return (word) => {
    lists ??= readLists();
    return lists.get(word.slice(0, FIRST_CHARS))?.includes(`\n${word}\n`) ?? false;
  };
}

function readLists(): Map<string, string> {
  const lists = new Map<string, string[]>();
  for (const word of readFileSync(wordListPath, 'latin1').trimEnd().split('\n')) {
    const beginning = word.slice(0, FIRST_CHARS);
    const words = lists.get(beginning);
    if (words) words.push(word);
    else lists.set(beginning, [word]);
  }
  return new Map([...lists].map(([beginning, words]) => [beginning, `\n${words.join('\n')}\n`]));
}
