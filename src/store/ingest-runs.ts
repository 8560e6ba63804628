/** Outcomes of reading the sources, which let missed days be caught up on and suspicious batches be noticed. */
import type { SourceName } from '../domain/source.ts';

/** One part of a source, read for one day. */
export interface IngestRun {
  readonly source: SourceName;
  /** The part of the source: an arXiv category, or empty for a source without parts. */
  readonly part: string;
  /** The requested ISO day. */
  readonly day: string;
  readonly readAt: Date;
  /** Papers that were read. */
  readonly items: number;
  /** Items that could not be read. */
  readonly skipped: number;
  /** Equal for batches of the same papers. */
  readonly fingerprint: string;
  /** The reason for a failure, for the operator; undefined on success. */
  readonly problem?: string | undefined;
}

export interface IngestRunStore {
  /** Stores the outcome of reading one part of a source for one day, replacing an earlier one. */
  save(run: IngestRun): Promise<void>;
  /** The runs for days from `since` on, oldest day first. */
  since(since: string): Promise<IngestRun[]>;
}
