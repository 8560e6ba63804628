/** A dictionary of English: an English word that no paper has is another subject, not a typo. */
import { readFileSync } from 'node:fs';
import wordListPath from 'word-list';

const FIRST_CHARS = 2;

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
  const lists = new Map<string, string>();
  const list = `${readFileSync(wordListPath, 'latin1').trimEnd()}\n`;
  // Lines with the same prefix are mostly adjacent, but not all.
  for (const [lines, beginning = ''] of list.matchAll(/^(..?).*\n(?:\1.*\n)*/gm))
    lists.set(beginning, `${lists.get(beginning) ?? '\n'}${lines}`);
  return lists;
}
