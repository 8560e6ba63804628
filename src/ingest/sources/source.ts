/** The seam to the sources of papers. */
import type { DailyList, Paper } from '../../domain/paper.ts';
import type { SourceName } from '../../domain/source.ts';

/** The contents of one part of a source for one day. */
export interface Batch {
  readonly papers: readonly Paper[];
  /** Newer versions of papers that may be stored; unknown ones are ignored. */
  readonly replaced?: readonly Paper[] | undefined;
  /** The source's ranking. Its papers are among `papers`. */
  readonly dailyList?: DailyList | undefined;
  /** The reason for each unreadable item, with the invalid field. */
  readonly skipped: readonly string[];
}

export interface PaperSource {
  readonly name: SourceName;
  /** Separately readable parts: arXiv's categories; one unnamed part for other sources. */
  readonly parts: readonly string[];
  /**
   * The contents of one part for one day (ISO); empty if there are none.
   * @throws SourceError if it can't be read.
   */
  read(part: string, day: string, signal: AbortSignal): Promise<Batch>;
}
