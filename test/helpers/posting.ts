/** A search engine with lists of papers, and the daily post running on it with a fake Discord and clock. */
import PQueue from 'p-queue';
import { type Posting, startPosting } from '../../src/delivery/schedule.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';
import { createLog } from '../../src/lib/log.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { Stores } from '../../src/store/stores.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakePoster, type FakePoster } from './fake-poster.ts';
import { makePaper } from './papers.ts';

/** Embeds every text alike, which is enough for tests without search. */
const plainEmbedder: Embedder = {
  modelId: 'plain',
  dims: 2,
  embed: async (texts) => texts.map(() => Float32Array.of(1, 0)),
};

export const plainLibrary = (stores: Stores): SearchEngine => createSearchEngine(stores, plainEmbedder);

/** Stores a list of the given number of papers for a day, with falling votes; their ids begin with the day. */
export async function addList(stores: Stores, day: string, papers = 5): Promise<void> {
  const prefix = day.slice(2, 7).replace('-', '');
  const listed = Array.from({ length: papers }, (_, i) =>
    makePaper({
      id: `${prefix}.${day.slice(8)}${String(i).padStart(3, '0')}`,
      title: `Paper ${i + 1} of ${day}`,
      published: day,
    }),
  );
  await stores.papers.add(listed);
  const entries = listed.map(({ id }, i) => ({ paperId: id, votes: 50 - i, comments: 3, stars: 1_200 }));
  await stores.dailyLists.save({ source: 'hugging-face', day, entries }, new Date(`${day}T06:00:00Z`));
}

export interface TestPosting extends Posting {
  readonly poster: FakePoster;
  readonly clock: FakeClock;
  /** The log's entries, oldest first. */
  readonly logged: readonly Record<string, unknown>[];
  /** Advances time to a moment and runs everything due until then. */
  until(moment: string): Promise<void>;
}

export function startTestPosting(
  engine: SearchEngine,
  {
    clock = createFakeClock(Date.parse('2025-06-02T08:00:00Z')),
    poster = createFakePoster(),
    owner = 'first',
  } = {},
): TestPosting {
  const logged: Record<string, unknown>[] = [];
  const posting = startPosting({
    engine,
    poster,
    clock,
    owner,
    queue: new PQueue({ concurrency: 4 }),
    log: createLog({ level: 'info', destination: { write: (line) => logged.push(JSON.parse(line)) } }),
  });
  return {
    ...posting,
    poster,
    clock,
    logged,
    async until(moment) {
      const endMs = Date.parse(moment);
      await posting.idle();
      while (clock.now() < endMs) {
        clock.advance(Math.min(60_000, endMs - clock.now()));
        await posting.idle();
      }
    },
  };
}
