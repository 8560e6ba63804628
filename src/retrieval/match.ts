/** A search result, with a snippet for each match. */
import type { Paper } from '../domain/paper.ts';
import type { QueryLanguage } from '../text/language-guess.ts';
import type { KnownTitle } from './known-titles.ts';
import type { Query } from './query/query.ts';
import type { Translation } from './query/translation.ts';

export interface Match {
  readonly paper: Paper;
  /** 0 to 1; comparable within one result only. */
  readonly score: number;
  /** Undefined if the paper has no abstract. */
  readonly snippet?: string | undefined;
}

export interface AuthorIntent {
  readonly author: string;
  readonly topic: string;
  /** True if they have papers, none of which can be searched by topic yet. */
  readonly isUnsearchable: boolean;
}

export interface SearchResult {
  /** False if nothing fits: the matches are then only the closest. */
  readonly confident: boolean;
  /** The words that the query excluded. */
  readonly excluded?: readonly string[] | undefined;
  /** True if titles contain the query verbatim. */
  readonly isTitleFound?: true | undefined;
  /** Query words that no shown paper has, if the papers therefore fit only partly. */
  readonly missing?: readonly string[] | undefined;
  /** Suggested topics if nothing fits, from the closest papers. */
  readonly topics?: readonly string[] | undefined;
  /** The corrected query, if a word or name in it was misspelt. */
  readonly corrected?: string | undefined;
  /** The English translation that was searched, for a query in a supported language. */
  readonly translated?: Translation | undefined;
  /** The query's language if it isn't supported; then nothing is known to fit. */
  readonly unreadLanguage?: QueryLanguage | undefined;
  /** A well-known paper that the query names and the store lacks. */
  readonly absent?: KnownTitle | undefined;
  /** The requested author and topic, if both were given. All matches are theirs. */
  readonly by?: AuthorIntent | undefined;
  /** The query's words, to highlight in snippets. */
  readonly words: readonly string[];
  /** Best first. */
  readonly matches: readonly Match[];
  readonly hasMore: boolean;
}

/** The result of a query, which it carries. */
export interface QueryResult extends SearchResult {
  readonly query: Query;
}

/** A page of a ranking: `count` results from rank `from` (0 is the best). */
export interface Page {
  readonly from: number;
  readonly count: number;
}

/** The number of ranks that people can page through. */
export const MAX_RANKED = 100;
