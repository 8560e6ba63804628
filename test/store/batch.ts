import { type Paper, paperSchema } from '../../src/domain/paper.ts';

const BATCH_PAPERS = 50;

/** The same papers for the same number, so that two processes agree on the expected contents. */
export function batchOfPapers(batch: number): Paper[] {
  return Array.from({ length: BATCH_PAPERS }, (_, at) =>
    paperSchema.parse({
      id: `local:batch-${batch}-${at}`,
      title: `Batch ${batch} paper ${at}`,
      abstract: `word${batch} `.repeat(100).trim(),
      authors: [],
      categories: [],
    }),
  );
}
