/** Whether something is an English word: one that no paper holds is then another subject, and not a slip of the finger. */
import { readFileSync } from 'node:fs';
import wordListPath from 'word-list';

/** Reads the list, a word a line, when it is first asked for: 3 MB, kept from then on. */
export function createEnglish(): (word: string) => boolean {
  let list: string | undefined;
  return (word) => {
    list ??= `\n${readFileSync(wordListPath, 'latin1')}\n`;
    return list.includes(`\n${word}\n`);
  };
}
