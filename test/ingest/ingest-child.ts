/**
 * A process to be killed: ingests the made-up sources, one run for each moment from the given one on, prints the run of
 * each write, and waits before the last allowed write.
 */
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { ingestAt } from '../helpers/ingest.ts';
import { createMadeUpSources, MOMENTS } from '../helpers/made-up-sources.ts';

const [path = '', from = '0', allowed = 'Infinity'] = process.argv.slice(2);
const stores = openSqliteStores(path);
let writes = 0;
for (let run = Number(from); run < MOMENTS.length; run++) {
  const nowMs = MOMENTS[run] ?? 0;
  const say = async (): Promise<void> => {
    process.stdout.write(`${run}\n`);
    if (++writes < Number(allowed)) return;
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  };
  const told: typeof stores = {
    ...stores,
    papers: {
      ...stores.papers,
      async add(papers, origin) {
        await say();
        return stores.papers.add(papers, origin);
      },
    },
    dailyLists: {
      ...stores.dailyLists,
      async save(dailyList, readAt) {
        await say();
        return stores.dailyLists.save(dailyList, readAt);
      },
    },
    ingestRuns: {
      ...stores.ingestRuns,
      async save(reading) {
        await say();
        return stores.ingestRuns.save(reading);
      },
    },
  };
  await ingestAt(told, createMadeUpSources(nowMs), nowMs);
}
await stores.close();
