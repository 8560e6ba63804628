/** The strength of the match between a word of a sentence and one of the paper. */

import type { Premise } from './premise.ts';
import type { Word } from './word.ts';

/** Earlier work, which papers mention as a group in one place and by name in another. */
const OTHERS = new Set(
  'baselin exist prior previou state-of-the-art competitor other altern standard convent current earlier tradit'.split(
    ' ',
  ),
);

/** A name of the paper's own work, or a word for it; plurals such as "methods" are about others as well. */
export const isOwn = ({ root, lower }: Word, { own, names }: Premise): boolean =>
  names.has(root) || own.has(lower);

/** 1 for the same word, 0.7 for a near-synonym, 0 for another. */
export function matchOf(a: Word, b: Word, premise: Premise): number {
  if (a.number || b.number)
    return a.number && b.number && a.number.keys.some((key) => b.number?.keys.includes(key)) ? 1 : 0;
  const key = a.form * 2 ** 26 + b.form;
  const known = premise.compared.get(key) ?? compare(a, b, premise);
  premise.compared.set(key, known);
  return known;
}

function compare(a: Word, b: Word, premise: Premise): number {
  for (const root of a.roots) if (b.roots.has(root)) return 1;
  if (isOwn(a, premise) && isOwn(b, premise)) return 1;
  if (OTHERS.has(a.root) && OTHERS.has(b.root)) return 0.7;
  return isNearWord(a, b, premise) ? 0.7 : 0;
}

export function isNearWord(a: Word, b: Word, { thesaurus }: Premise): boolean {
  for (const one of a.roots) for (const other of b.roots) if (thesaurus.isNear(one, other)) return true;
  return false;
}
