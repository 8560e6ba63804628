/** Finds the query words in the best papers' titles and abstracts, in any form or as a synonym. */
import { idf } from '../../index/lexical/bm25.ts';
import type { Synonym } from '../../index/lexical/lexical-index.ts';
import { queryTerms, wordsInOrder } from '../lexical.ts';
import type { SearchedWords } from '../searched-words.ts';

export interface WordEvidence {
  readonly word: string;
  /** The word's document frequency. */
  readonly papers: number;
  readonly idf: number;
  /** For each of the best papers, in their order, true if it has the word [papers]. */
  readonly heldBy: readonly boolean[];
  readonly inTitleOf: readonly boolean[];
}

/** One entry per word, for the given papers. */
export async function findEvidence(
  { lexical, titles }: Pick<SearchedWords, 'lexical' | 'titles'>,
  { words, synonyms }: { readonly words: readonly string[]; readonly synonyms: readonly Synonym[] },
  paperIds: readonly string[],
): Promise<WordEvidence[]> {
  const others = synonyms.map(({ of, term }) => ({ of, terms: queryTerms(term) }));
  const all = [...new Set([...words, ...others.flatMap(({ terms }) => terms)])];
  const [frequencies, count, positions] = [
    await lexical.documentFrequencies(words),
    lexical.size,
    await lexical.positions(all, paperIds),
  ];
  const titleLengths = paperIds.map((paperId) => wordsInOrder(titles.titleOf(paperId) ?? '').length);
  const placesOf = (paper: number, word: string) => positions[paper]?.[all.indexOf(word)] ?? [];
  return words.map((word, i) => {
    const names = [[word], ...others.filter(({ of }) => of.includes(word)).map(({ terms }) => terms)];
    const isHeld = (fits: (term: string) => boolean) => names.some((terms) => terms.every(fits));
    return {
      word,
      papers: frequencies[i] ?? 0,
      idf: idf(frequencies[i] ?? 0, count),
      heldBy: paperIds.map((_, paper) => isHeld((term) => placesOf(paper, term).length > 0)),
      inTitleOf: paperIds.map((_, paper) =>
        isHeld((term) => placesOf(paper, term).some((place) => place < (titleLengths[paper] ?? 0))),
      ),
    };
  });
}
