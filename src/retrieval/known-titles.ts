/** Titles that people ask for by heart, so that none silently becomes another paper where the catalog doesn't hold it. */
import { readFileSync } from 'node:fs';
import { projectPath } from '../lib/package-root.ts';
import { titleKey } from '../text/title-key.ts';

export interface KnownTitle {
  readonly arxivId: string;
  readonly title: string;
}

const FILE = 'data/known-titles.tsv';
const MIN_WORDS_OF_BEGINNING = 4;
// Of the letters of a title, from its beginning.
const MIN_SHARE_OF_BEGINNING = 0.55;

let known: ReadonlyMap<string, KnownTitle> | undefined;

/** The well-known paper that is asked for by its title, or by most of its beginning; the list is read when first asked. */
export function findKnownTitle(text: string): KnownTitle | undefined {
  known ??= readKnownTitles();
  const key = titleKey(text);
  const whole = known.get(key);
  if (whole || text.trim().split(/\s+/).length < MIN_WORDS_OF_BEGINNING) return whole;
  for (const [full, title] of known)
    if (full.startsWith(key) && key.length >= MIN_SHARE_OF_BEGINNING * full.length) return title;
  return undefined;
}

function readKnownTitles(): Map<string, KnownTitle> {
  const lines = readFileSync(projectPath(FILE), 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [arxivId = '', title = ''] = line.split('\t');
      return [titleKey(title), { arxivId, title }];
    }),
  );
}
