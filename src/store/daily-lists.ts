/** Daily lists of trending papers, as the sources published them. */
import type { DailyList } from '../domain/paper.ts';

export interface DailyListStore {
  /**
   * Stores one source's list of one day, replacing an earlier version. Its papers must be stored already. With
   * `readAt`, the time of reading, its counts also enter each paper's history: the last ones of each UTC day.
   */
  save(dailyList: DailyList, readAt?: Date): Promise<void>;
  /**
   * The newest list that names any paper, of one source or of any; the bundled list, which has no day, only if there is
   * no other.
   */
  newest(source?: DailyList['source']): Promise<DailyList | undefined>;
  /** The lists of the days from `since` to `until`, inclusive, newest first; the bundled list has no day. */
  between(since: string, until: string): Promise<DailyList[]>;
  /** Each paper's counts, one row a day on which it was read, from `since` on, oldest first. */
  countsSince(since: string): Promise<PaperCounts[]>;
}

/** A source's counts for a paper at the end of one day; undefined means unknown, not 0. */
export interface PaperCounts {
  readonly paperId: string;
  /** ISO day, UTC. */
  readonly day: string;
  readonly votes?: number | undefined;
  readonly comments?: number | undefined;
  readonly stars?: number | undefined;
}
