/** One search result, and the sentence of its abstract that fits the question best. */
import type { Paper } from '../domain/paper.ts';
import type { QueryLanguage } from '../text/language-guess.ts';
import type { KnownTitle } from './known-titles.ts';
import type { Translation } from './query/translation.ts';

export interface Match {
  readonly paper: Paper;
  /** 0 to 1; comparable within one result only. */
  readonly score: number;
  /** Undefined where the paper has no abstract. */
  readonly snippet?: string | undefined;
}

export interface AuthorIntent {
  readonly author: string;
  readonly topic: string;
  /** True where there are papers of theirs, none of which can be searched by topic yet. */
  readonly isUnready: boolean;
}

export interface SearchResult {
  /** False where nothing in the catalog fits: the matches are then only the nearest there is. */
  readonly confident: boolean;
  /** What was left out because the query excluded it. */
  readonly excluded?: readonly string[] | undefined;
  /** True where titles hold the query just as it stands. */
  readonly isTitleFound?: true | undefined;
  /** Words of the query that none of the papers shown holds, where that is why they fit only partly. */
  readonly missing?: readonly string[] | undefined;
  /** Where nothing fits: what the papers nearest to the question are about, to be asked for instead. */
  readonly topics?: readonly string[] | undefined;
  /** The question as it was searched for, where a misspelt word or name in it was put right. */
  readonly corrected?: string | undefined;
  /** What was searched for where the query is in another language that could be read. */
  readonly translated?: Translation | undefined;
  /** The query's language where it could not be read; then nothing is known to fit. */
  readonly unreadLanguage?: QueryLanguage | undefined;
  /** A well-known paper whose title was asked for, and which isn't here. */
  readonly absent?: KnownTitle | undefined;
  /** Where papers of somebody on a topic were asked for: whose, and the topic. All matches are theirs. */
  readonly by?: AuthorIntent | undefined;
  /** The words of the question, for marking them in a sentence. */
  readonly words: readonly string[];
  /** Best first. */
  readonly matches: readonly Match[];
  readonly hasMore: boolean;
}

/** Which part of a ranking: `count` results from place `from` (0 is the best). */
export interface Page {
  readonly from: number;
  readonly count: number;
}

/** How far down a ranking a person can page. */
export const MAX_RANKED = 100;
