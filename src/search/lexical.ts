/** Retrieval by words: BM25 over title and abstract, without the words that nearly every paper holds. */
import type { Catalog, PaperFilter, Scored } from '../catalog/catalog.ts';

export interface LexicalResult {
  /** Best first; the score is BM25. */
  readonly hits: readonly Scored[];
  /** The highest score a paper could reach if it held every word of the question as often as counts. */
  readonly ceiling: number;
  /** The weight of the rarest word; of a word that no paper holds, about the logarithm of their number. */
  readonly rarest: number;
}

const MAX_WORDS = 32;
// How many postings one question may read: about 10 ms of BM25 on two slow cores.
const MAX_POSTINGS = 30_000;
/** BM25 saturates at k1 + 1 times a word's weight; FTS5 has k1 = 1.2: https://sqlite.org/fts5.html#the_bm25_function. */
const SATURATION = 2.2;

/** The different words of a text, lower-case, in order of appearance. */
export function wordsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .normalize('NFC')
        .toLowerCase()
        .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [],
    ),
  ];
}

/**
 * Looks for papers that hold the rarest words; the common ones are left out once together they would have BM25 read
 * more than a fixed number of postings, for they tell papers apart the least. `phrases` are other names for what the
 * words say: papers may hold them instead.
 */
export async function lexicalSearch(
  catalog: Catalog,
  words: readonly string[],
  limit: number,
  {
    phrases = [],
    filter,
  }: { readonly phrases?: readonly string[]; readonly filter?: PaperFilter | undefined } = {},
): Promise<LexicalResult> {
  const papers = await catalog.countPapers();
  const counts = await catalog.countWords(words);
  const weighed = words.map((word, i) => {
    const count = counts[i] ?? 0;
    return { word, count, weight: weightOf(count, papers) };
  });

  const chosen: string[] = [];
  let postings = 0;
  for (const { word, count } of weighed.filter(({ count }) => count > 0).sort((a, b) => a.count - b.count)) {
    if (chosen.length === MAX_WORDS || (chosen.length > 0 && postings + count > MAX_POSTINGS)) break;
    chosen.push(word);
    postings += count;
  }
  const weights = weighed.map(({ weight }) => weight);
  return {
    hits: await catalog.matchWords([...chosen, ...phrases], limit, filter),
    ceiling: SATURATION * weights.reduce((sum, weight) => sum + weight, 0),
    rarest: Math.max(0, ...weights),
  };
}

/** Robertson and Spärck Jones' weight of a word that `count` of the papers hold, never below zero, as FTS5 has it. */
const weightOf = (count: number, papers: number): number =>
  Math.max(0, Math.log((papers - count + 0.5) / (count + 0.5)));
