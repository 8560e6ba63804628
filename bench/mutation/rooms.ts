/** The mutated files, the tests that should notice each mutant, and the sample's size. */
export interface Room {
  readonly sources: string;
  /** Tests in this process: mutants are inactive in child processes of a test. */
  readonly tests: readonly string[];
  readonly size: number;
}

export const ROOMS: Readonly<Record<string, Room>> = {
  delivery: {
    sources: 'src/delivery',
    tests: [
      'test/delivery/{compose,deliver-once,double-opt-in,due-steps,post-failures,post-recovery,summary-prefetch}.test.ts',
      'test/mail/{digest-email,mailer}.test.ts',
      'test/discord/post.test.ts',
    ],
    size: 50,
  },
  store: {
    sources: 'src/store',
    tests: [
      'test/store/{sqlite,errors,filter-migration,old-databases,plain-text-migration,qualify-ids,secure-delete}.test.ts',
    ],
    size: 60,
  },
  ingest: {
    sources: 'src/ingest',
    tests: [
      'test/ingest/{alerts,import,ingest,reading,schedule,seed}.test.ts',
      'test/ingest/embedding/{backfill,keep-up,re-embed}.test.ts',
      'test/ingest/sources/*.test.ts',
    ],
    size: 50,
  },
  retrieval: {
    sources: 'src/retrieval',
    tests: [
      'test/retrieval/{same-results,answerability-features,keyphrases,logistic,near-duplicates,proximity}.test.ts',
      'test/retrieval/{question-forms,relevance-feedback,search}.test.ts',
      'test/retrieval/{author,query}/*.test.ts',
    ],
    size: 40,
  },
  grounding: { sources: 'src/grounding', tests: ['test/grounding/*.test.ts'], size: 40 },
};
