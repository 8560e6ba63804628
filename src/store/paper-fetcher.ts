/** The seam that fetches a missing paper by its arXiv id. */
import type { Paper } from '../domain/paper.ts';

export type FetchedPaper =
  | { readonly kind: 'found'; readonly paper: Paper }
  /** No paper has that id. */
  | { readonly kind: 'missing' }
  /** No source answered in time. */
  | { readonly kind: 'unreachable' };

/** Never throws; a found paper has been stored. */
export type PaperFetcher = (arxivId: string) => Promise<FetchedPaper>;
