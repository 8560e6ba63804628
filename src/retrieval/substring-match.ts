/** Finds papers by part of a title in another script, which neither the index nor the model reads. */

import type { PaperFilter } from '../domain/filter.ts';
import type { Scored } from '../index/scored.ts';
import { titleKey } from '../text/title-key.ts';
import { isUnspaced } from '../text/tokenize.ts';
import { MAX_RANKED } from './match.ts';
import type { SearchEngine } from './search-engine.ts';

const NON_LATIN = /(?!\p{Script=Latin})\p{L}{2}/u;

/**
 * Ids of the passing papers whose titles contain each space-separated part of the text verbatim. None for a text in
 * Latin letters alone.
 */
export async function papersWithSubstring(
  { stores, lexical, titles }: SearchEngine,
  text: string,
  filter: PaperFilter | undefined,
): Promise<string[]> {
  if (!isUnspaced(text) && !NON_LATIN.test(text)) return [];
  const parts = text.split(/\s+/).map(titleKey);
  const found = titles
    .find(text, MAX_RANKED)
    .filter(({ title }) => parts.every((part) => titleKey(title).includes(part)))
    .map(({ paperId }) => paperId);
  if (found.length === 0 || !filter) return found;
  const passing = new Set(await stores.papers.newest(filter, lexical.size));
  return found.filter((paperId) => passing.has(paperId));
}

/** A ranking with these papers first, scored like the best of the others. */
export function withFirst(paperIds: readonly string[], ranked: readonly Scored[]): readonly Scored[] {
  if (paperIds.length === 0) return ranked;
  const score = ranked[0]?.score ?? 1;
  const others = ranked.filter(({ paperId }) => !paperIds.includes(paperId));
  return [...paperIds.map((paperId) => ({ paperId, score })), ...others].slice(0, MAX_RANKED);
}
