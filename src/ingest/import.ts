/** Imports papers from a file. Repeating it is harmless: a paper is one row however often it comes. */

import { ConfigError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import type { Stores } from '../store/stores.ts';
import type { readPapers } from './sources/file.ts';

export interface ImportCounts {
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  /** Records that could not be read. */
  readonly bad: number;
}

const BATCH_PAPERS = 500;
/** After this many bad records without a good one, the file must be something else. */
const MAX_BAD_FROM_START = 20;

/** Stores batch by batch until the records end or `signal` aborts; everything counted has been stored. */
export async function importPapers(
  stores: Stores,
  records: ReturnType<typeof readPapers>,
  {
    onBad,
    onProgress,
    signal,
  }: {
    readonly onBad: (line: number, problem: string) => void;
    readonly onProgress: (counts: ImportCounts) => void;
    readonly signal: AbortSignal;
  },
): Promise<ImportCounts> {
  let counts: ImportCounts = { read: 0, added: 0, updated: 0, bad: 0 };
  let batch: Paper[] = [];
  const store = async (): Promise<void> => {
    const { added, updated } = await stores.papers.add(batch);
    counts = {
      ...counts,
      read: counts.read + batch.length,
      added: counts.added + added,
      updated: counts.updated + updated,
    };
    batch = [];
    onProgress(counts);
  };
  for await (const record of records) {
    if (signal.aborted) break;
    if ('problem' in record) {
      counts = { ...counts, bad: counts.bad + 1 };
      onBad(record.line, record.problem);
      if (counts.bad >= MAX_BAD_FROM_START && counts.read + batch.length === 0) {
        throw new ConfigError(
          `None of the first ${counts.bad} lines is a paper, so I stopped. I read JSON Lines: one JSON object a line, with "title" and best also "id", "abstract" and "authors".`,
        );
      }
      continue;
    }
    batch.push(record.paper);
    if (batch.length === BATCH_PAPERS) await store();
  }
  if (batch.length > 0) await store();
  return counts;
}
