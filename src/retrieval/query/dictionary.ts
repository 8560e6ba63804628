/** Whether something is an English word: one that no paper holds is then another subject, and not a slip of the finger. */
import { readFileSync } from 'node:fs';
import wordListPath from 'word-list';

const FIRST_CHARS = 3;

/** Reads the list, a word a line, when it is first asked for: 3 MB, kept from then on. */
export function createDictionary(): (word: string) => boolean {
  // By how words begin: looking through all of them takes more than a millisecond.
  let lists: Map<string, string> | undefined;
  return (word) => {
    lists ??= readLists();
    return lists.get(word.slice(0, FIRST_CHARS))?.includes(`\n${word}\n`) ?? false;
  };
}

function readLists(): Map<string, string> {
  const lists = new Map<string, string>();
  const list = `${readFileSync(wordListPath, 'latin1').trimEnd()}\n`;
  // Lines that begin alike lie together, though not every one.
  for (const [lines, beginning = ''] of list.matchAll(/^(.{1,3}).*\n(?:\1.*\n)*/gm))
    lists.set(beginning, `${lists.get(beginning) ?? '\n'}${lines}`);
  return lists;
}
