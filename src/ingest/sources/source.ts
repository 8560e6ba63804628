/** The seam between the program and where papers come from. */
import type { DailyList, Paper } from '../../domain/paper.ts';
import type { SourceName } from '../../domain/source.ts';

/** What one part of a source had for one day. */
export interface Batch {
  readonly papers: readonly Paper[];
  /** Newer versions of papers that may be known; those that aren't are left alone. */
  readonly replaced?: readonly Paper[] | undefined;
  /** Where the source ranks them. Its papers are among `papers`. */
  readonly dailyList?: DailyList | undefined;
  /** Why each item that could not be read was left out, with the field that was off. */
  readonly skipped: readonly string[];
}

export interface PaperSource {
  readonly name: SourceName;
  /** What can be read by itself: arXiv's categories; one part without a name where the source is one whole. */
  readonly parts: readonly string[];
  /**
   * What one part has for one day (ISO); empty where it has nothing.
   * @throws SourceError where it can't be read.
   */
  read(part: string, day: string, signal: AbortSignal): Promise<Batch>;
}
