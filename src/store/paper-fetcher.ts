/** The seam through which a paper that isn't stored yet is fetched by its arXiv id. */
import type { Paper } from '../domain/paper.ts';

export type FetchedPaper =
  | { readonly kind: 'found'; readonly paper: Paper }
  /** No paper bears that id. */
  | { readonly kind: 'missing' }
  /** No source could be asked in time. */
  | { readonly kind: 'unreachable' };

/** Never throws; what it finds has been stored. */
export type PaperFetcher = (arxivId: string) => Promise<FetchedPaper>;
