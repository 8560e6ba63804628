/** Posts for days in processes that are killed at random, against a Discord that loses responses, and counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { compile } from './compile.ts';
import { startLossyDiscord } from './lossy-discord.ts';
import { addList } from './posting.ts';
import { makeSubscription } from './subscriptions.ts';

const CHILD = fileURLToPath(await compile('test/delivery/posts-child.ts'));
const SPEED = 60;
/** The delay after a kill until the next process starts: by then claims have expired and nonces are forgotten. */
const AWAY_MS = 6 * 60_000;
const DAY_MS = 86_400_000;
const LOST_ANSWERS = 0.05;
/** The share of messages for which every response to the sender's attempts is lost. */
const LOST_FOR_GOOD = 0.01;

export interface Tally {
  readonly posts: number;
  readonly kills: number;
  readonly onceEach: number;
  readonly lost: number;
  readonly doubled: number;
  /** Posts that the database records as sent under another message, or not at all. */
  readonly misnoted: number;
  readonly answersLost: number;
  /** The number of searches for posts that another process had sent. */
  readonly looks: number;
}

export async function killPosts(
  database: string,
  {
    subscriptions,
    days,
    kills,
    random,
  }: { subscriptions: number; days: number; kills: number; random: () => number },
  onDay: (day: string, killed: number) => void = () => {},
): Promise<Tally> {
  let startMs = 0;
  let startedAtMs = 0;
  const now = () => Math.floor(startMs + (performance.now() - startedAtMs) * SPEED);
  let unlucky = 0;
  const discord = await startLossyDiscord(() => {
    if (unlucky > 0) return unlucky-- > 0;
    if (random() < LOST_FOR_GOOD) unlucky = 4;
    return unlucky > 0 || random() < LOST_ANSWERS;
  }, now);
  const stores = openSqliteStores(database);
  const ids = Array.from({ length: subscriptions }, (_, i) => `s${i}`);
  for (const [i, id] of ids.entries()) {
    const target = { kind: 'channel', serverId: 'discord:10', channelId: `discord:${1000 + i}` } as const;
    await stores.subscriptions.add(makeSubscription({ id, target, size: 3 }));
  }
  const listed = Array.from({ length: days }, (_, i) =>
    new Date(Date.parse('2025-06-02') + i * DAY_MS).toISOString().slice(0, 10),
  );

  let killed = 0;
  for (const [i, day] of listed.entries()) {
    await addList(stores, day, 3);
    startMs = Date.parse(`${day}T09:00:00Z`);
    const killsToday = Math.round(((i + 1) * kills) / days) - killed;
    // A day's duration without kills is unknown beforehand: the moments are spread over the rest of it.
    for (let left = killsToday; ; left--) {
      startedAtMs = performance.now();
      const child = spawn(process.execPath, [CHILD, database, discord.apiUrl, `${startMs}`], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const exit = once(child, 'exit');
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      await lines.next();
      const sentBefore = discord.counts.taken;
      const missing = (i + 1) * subscriptions - sentBefore;
      if (left > 0) {
        // After a random number of messages and a short delay, so that it may hit any step.
        const upTo = sentBefore + Math.floor(random() * Math.min(missing, (2 * missing) / left));
        while (discord.counts.taken < upTo && child.exitCode === null)
          await new Promise((resolve) => setTimeout(resolve, 1));
        await new Promise((resolve) => setTimeout(resolve, random() * 30));
        killed++;
      } else {
        await lines.next();
      }
      child.kill('SIGKILL');
      await exit;
      startMs = now() + AWAY_MS;
      startedAtMs = performance.now();
      if (left === 0) break;
    }
    onDay(day, killed);
  }

  let [onceEach, lost, doubled, misnoted] = [0, 0, 0, 0];
  for (const [i, id] of ids.entries()) {
    const there = discord.messages(`${1000 + i}`);
    for (const day of listed) {
      const marked = there.filter(({ components }) =>
        JSON.stringify(components).includes(`post|${id}|${day}`),
      );
      if (marked.length === 1) onceEach++;
      else if (marked.length === 0) lost++;
      else doubled++;
      const noted = await stores.posts.get({ subscriptionId: id, day });
      if (noted?.state !== 'sent' || noted.messageId !== marked[0]?.id) misnoted++;
    }
  }
  await stores.close();
  await discord.close();
  const { answersLost, looks } = discord.counts;
  return { posts: ids.length * days, kills: killed, onceEach, lost, doubled, misnoted, answersLost, looks };
}
