/** Every tuned number of ranking, passed in so that an evaluation can try others. docs/search.md has the figures. */

/** Weights of the fused score, which sum to 1 where all apply. */
export interface FusionWeights {
  /** Of the share of the query's BM25 weight that a paper holds. */
  readonly lexical: number;
  /** Of a paper's cosine above the mean of all papers. */
  readonly dense: number;
  /** Of its title's cosine above that mean. */
  readonly title: number;
}

export interface RankingOptions {
  /** How many papers each of lexical and dense retrieval contribute. */
  readonly candidates: number;
  readonly query: FusionWeights;
  /** For pasted texts of more than 60 words. */
  readonly longQuery: FusionWeights;
  /** For a paper that asks for papers like it. */
  readonly similar: FusionWeights;
  /** Exponent of the lexical share: half of the words are worth less than half of all. */
  readonly lexicalPower: number;
  /** How many of the best papers are scored by their titles. */
  readonly titleDepth: number;
  readonly proximity: { readonly weight: number; readonly depth: number };
  /** Relevance feedback from the best `papers`. */
  readonly feedback: { readonly weight: number; readonly papers: number };
  readonly feedbackOfSimilar: { readonly weight: number; readonly papers: number };
  /** What an abbreviation or its long form is worth next to the words that were typed. */
  readonly synonymWeight: number;
  /** Queries with more words get no synonyms for abbreviations: their own words say what is meant. */
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
