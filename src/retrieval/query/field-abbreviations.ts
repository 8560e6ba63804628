/** Common abbreviations of the field, for a catalog whose papers don't define them. */
import { readFileSync } from 'node:fs';
import { projectPath } from '../../lib/package-root.ts';

const FILE = 'data/abbreviations.tsv';
let meanings: ReadonlyMap<string, { readonly known: string; readonly long: string }> | undefined;

/**
 * The long form of an abbreviation as it is written, such as `MoE`, or in capitals from three letters on; undefined
 * otherwise, because `ids` are usually ids. The list is read on first use.
 */
export function fieldMeaning(short: string): string | undefined {
  meanings ??= new Map(
    readFileSync(projectPath(FILE), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [known = '', long = ''] = line.split('\t');
        return [known.toLowerCase(), { known, long }];
      }),
  );
  const meaning = meanings.get(short.toLowerCase());
  const isWritten = short === meaning?.known || (short.length >= 3 && !/\p{Ll}/u.test(short));
  return isWritten ? meaning?.long : undefined;
}
