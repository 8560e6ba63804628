/** What abbreviations stand for all over the field, for a catalog whose own papers don't explain them. */
import { readFileSync } from 'node:fs';
import { projectPath } from '../lib/package-root.ts';

const FILE = 'data/abbreviations.tsv';
let meanings: ReadonlyMap<string, string> | undefined;

/** The long form of an abbreviation in any case, or undefined. The list is read when it is first asked for. */
export function fieldMeaning(short: string): string | undefined {
  meanings ??= new Map(
    readFileSync(projectPath(FILE), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [known = '', long = ''] = line.split('\t');
        return [known.toLowerCase(), long];
      }),
  );
  return meanings.get(short.toLowerCase());
}
