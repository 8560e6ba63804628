/**
 * A process to be killed: posts for every subscription in the database, on a clock that runs sixty times as fast from a
 * given moment, reports when everything due is done, and waits.
 */
import PQueue from 'p-queue';
import { startPosting } from '../../src/delivery/schedule.ts';
import { createDiscordPoster } from '../../src/discord/poster.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { plainLibrary } from '../helpers/posting.ts';

const SPEED = 60;
const [database = '', apiUrl = '', from = ''] = process.argv.slice(2);
const startedMs = performance.now();
const clock: Clock = {
  now: () => Math.floor(Number(from) + (performance.now() - startedMs) * SPEED),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs / SPEED);
    return () => clearTimeout(timer);
  },
};
const stores = openSqliteStores(database);
const posting = startPosting({
  engine: plainLibrary(stores),
  poster: createDiscordPoster({ token: 'token', apiUrl }),
  clock,
  owner: crypto.randomUUID(),
  queue: new PQueue({ concurrency: 4 }),
  log: createLog({ level: 'silent' }),
});
// The parent may be gone before it kills this process.
process.stdin.on('end', () => process.exit()).resume();
process.stdout.write('started\n');
for (;;) {
  const next = await posting.nextAt();
  // Doesn't wait for tomorrow's posts, but for failed ones and those that a killed process holds.
  if (next && next.getTime() - clock.now() > 12 * 3_600_000) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
process.stdout.write('done\n');
setInterval(() => {}, 60_000);
