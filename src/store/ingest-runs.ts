/** What became of reading the sources, so that missed days are caught up on and a batch that looks wrong is noticed. */
import type { SourceName } from '../domain/source.ts';

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

export interface IngestRunStore {
  /** Stores the outcome of reading one part of a source for one day, replacing an earlier one. */
  save(run: IngestRun): Promise<void>;
  /** The runs for days from `since` on, oldest day first. */
  since(since: string): Promise<IngestRun[]>;
}
