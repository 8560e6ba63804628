/** Runs a year of days in each of twelve time zones through the posting schedule, in simulated time. */
import { openSqliteStores } from '../src/store/sqlite/open.ts';
import { simulateYear, ZONES } from '../test/helpers/year.ts';

export async function run(): Promise<void> {
  // In memory: it looks minute by minute, and a file would mostly wait for the disk.
  const stores = openSqliteStores(':memory:');
  const started = performance.now();
  const { posts, problems } = await simulateYear(stores);
  const seconds = (performance.now() - started) / 1_000;
  console.log(
    `a year in ${ZONES.length} time zones: ${posts} posts, ${problems.length} missing, doubled or at another minute; ${seconds.toFixed(0)} s`,
  );
  for (const problem of problems.slice(0, 10)) console.log(`  ${problem}`);
  await stores.close();
}
