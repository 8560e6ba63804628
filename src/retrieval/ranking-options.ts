/** Every tuned number of ranking, passed in so that an evaluation can try others. docs/search.md has the figures. */

/** Weights of the fused score, which sum to 1 if all apply. */
export interface FusionWeights {
  /** Weight of a paper's share of the query's BM25 ceiling. */
  readonly lexical: number;
  /** Weight of a paper's cosine above the mean of all papers. */
  readonly dense: number;
  /** Weight of its title's cosine above that mean. */
  readonly title: number;
}

export interface RankingOptions {
  /** The number of papers from lexical and from dense retrieval. */
  readonly candidates: number;
  readonly query: FusionWeights;
  /** For pasted texts of more than 60 words. */
  readonly longQuery: FusionWeights;
  /** For similar papers. */
  readonly similar: FusionWeights;
  /** Exponent of the lexical share: above 1, half of the words are worth less than half of all. */
  readonly lexicalPower: number;
  /** The number of best papers scored by their titles. */
  readonly titleDepth: number;
  readonly proximity: { readonly weight: number; readonly depth: number };
  /** Relevance feedback from the best `papers`. */
  readonly feedback: { readonly weight: number; readonly papers: number };
  readonly feedbackOfSimilar: { readonly weight: number; readonly papers: number };
  /** The weight of a synonym relative to the typed words. */
  readonly synonymWeight: number;
  /** Longer queries get no synonyms for abbreviations: their own words are enough. */
  readonly maxWordsExpanded: number;
}

export const RANKING: RankingOptions = {
  candidates: 100,
  query: { lexical: 0.46, dense: 0.36, title: 0.18 },
  longQuery: { lexical: 0.93, dense: 0.07, title: 0 },
  similar: { lexical: 0.3, dense: 0.7, title: 0 },
  lexicalPower: 1,
  titleDepth: 80,
  proximity: { weight: 0.14, depth: 80 },
  feedback: { weight: 0.45, papers: 5 },
  feedbackOfSimilar: { weight: 0.3, papers: 3 },
  synonymWeight: 1,
  maxWordsExpanded: 7,
};
