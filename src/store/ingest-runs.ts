/** What became of reading the sources, so that missed days are caught up on and a batch that looks wrong is noticed. */
import type { SourceName } from '../domain/paper.ts';

/** One part of a source, read for one day. */
export interface IngestRun {
  readonly source: SourceName;
  /** What of the source: an arXiv category, or empty where it is one whole. */
  readonly part: string;
  /** ISO day that was asked for. */
  readonly day: string;
  readonly readAt: Date;
  /** Papers that were read. */
  readonly items: number;
  /** Items that could not be read. */
  readonly skipped: number;
  /** The same for batches of the same papers. */
  readonly fingerprint: string;
  /** Why it could not be read, for whoever runs the bot; undefined where it could. */
  readonly problem?: string | undefined;
}
