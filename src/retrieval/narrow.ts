/** Leaves out papers that hold what was excluded, and puts the newest of the best first where that was asked for. */
import type { LexicalIndex } from '../index/lexical/lexical-index.ts';
import type { Scored } from '../index/scored.ts';
import type { Stores } from '../store/stores.ts';
import { wordsInOrder } from './lexical.ts';

// Enough that the newest are among them, few enough that all are about what was asked.
const BEST = 40;

/** The papers that hold none of the words and phrases, in their order. */
export async function withoutExcluded(
  lexical: Pick<LexicalIndex, 'positions'>,
  ranked: readonly Scored[],
  excluded: readonly string[],
): Promise<readonly Scored[]> {
  const phrases = excluded.map(wordsInOrder).filter((words) => words.length > 0);
  if (phrases.length === 0 || ranked.length === 0) return ranked;
  const words = [...new Set(phrases.flat())];
  const positions = await lexical.positions(
    words,
    ranked.map(({ paperId }) => paperId),
  );
  return ranked.filter((_, paper) => {
    const placesOf = (word: string) => positions[paper]?.[words.indexOf(word)] ?? [];
    return !phrases.some(([first = '', ...others]) =>
      placesOf(first).some((at) => others.every((word, i) => placesOf(word).includes(at + i + 1))),
    );
  });
}

/** The best papers from the newest to the oldest, those without a day last, then all others. */
export async function newestFirst({ papers }: Stores, ranked: readonly Scored[]): Promise<Scored[]> {
  const best = ranked.slice(0, BEST);
  const found = await papers.getMany(best.map(({ paperId }) => paperId));
  const dayOf = new Map(found.map(({ id, published }) => [id, published ?? '']));
  const day = ({ paperId }: Scored): string => dayOf.get(paperId) ?? '';
  const newest = [...best].sort((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : 0));
  return [...newest, ...ranked.slice(BEST)];
}

// Of the papers that hold the words after “without”.
const MIN_SHARE_WITHOUT = 0.01;
const MAX_COUNTED = 200;

/** True where enough papers use the phrase “without …” themselves, so that it belongs to the topic. */
export async function isTopicWithout(lexical: Pick<LexicalIndex, 'search'>, what: string): Promise<boolean> {
  const [holding, without] = [
    await lexical.search([what], MAX_COUNTED / MIN_SHARE_WITHOUT),
    await lexical.search([`without ${what}`], MAX_COUNTED),
  ];
  return without.length > 0 && without.length >= MIN_SHARE_WITHOUT * holding.length;
}
