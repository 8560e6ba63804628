/**
 * `npm run bench:posts`: checks that every daily post exists exactly once although its process is killed repeatedly,
 * and measures waiting times while 2,000 channels get posts in the same minute. `-- killed` or `-- many` runs one of
 * them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostQueue, startPosting } from '../src/delivery/schedule.ts';
import { createDiscordPoster } from '../src/discord/poster.ts';
import { createRandom } from '../src/eval/random.ts';
import { createLog } from '../src/lib/log.ts';
import { startTestBot } from '../test/helpers/bot.ts';
import { createFakeClock } from '../test/helpers/fake-clock.ts';
import { killPosts } from '../test/helpers/kill-posts.ts';
import { openTestEngine } from '../test/helpers/library.ts';
import { startLossyDiscord } from '../test/helpers/lossy-discord.ts';
import { startPlayground } from '../test/helpers/playground.ts';
import { makeSubscription } from '../test/helpers/subscriptions.ts';
import { describeMs } from './figures.ts';

const SUBSCRIPTIONS = 2_000;
const ASK_EVERY_MS = 250;

async function killed(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-posts-'));
  const startedMs = performance.now();
  const amounts = { subscriptions: 500, days: 20, kills: 200 };
  const tally = await killPosts(
    join(folder, 'paperboy.db'),
    { ...amounts, random: createRandom(1) },
    (day, kills) => console.log(`${day}: killed ${kills} times so far, ${seconds(startedMs)} s`),
  );
  await rm(folder, { recursive: true });
  console.log(
    `${tally.posts} posts, killed ${tally.kills} times, ${tally.answersLost} answers lost: ${tally.onceEach} there exactly once, ${tally.lost} lost, ${tally.doubled} doubled, ${tally.misnoted} noted wrongly; looked for ${tally.looks} times; ${seconds(startedMs)} s`,
  );
  if (tally.onceEach !== tally.posts || tally.misnoted > 0) process.exitCode = 1;
}

/** One process contains the bot, both Discords and the askers; without these, people wait less. */
async function many(): Promise<void> {
  const engine = await openTestEngine();
  const clock = createFakeClock(Date.parse('2025-06-02T08:59:00Z'));
  const channels = await startLossyDiscord(
    () => false,
    () => clock.now(),
  );
  const discord = await startPlayground();
  const bot = await startTestBot(discord, engine);
  for (let i = 0; i < SUBSCRIPTIONS; i++) {
    const target = { kind: 'channel', serverId: 'discord:10', channelId: `discord:${10_000 + i}` } as const;
    await engine.stores.subscriptions.add(makeSubscription({ id: `s${i}`, target }));
  }
  const ask = async () => {
    await discord.command('papers', { query: `query rewriting ${Math.random()}` });
  };
  for (let i = 0; i < 20; i++) await ask();
  const before = bot.handled.length;
  for (let i = 0; i < 40; i++) await ask();
  const idle = acknowledged(bot.handled.slice(before));

  const posting = startPosting({
    engine,
    poster: createDiscordPoster({ token: 'token', apiUrl: channels.apiUrl }),
    clock,
    owner: 'bench',
    queue: createPostQueue(),
    log: createLog({ level: 'silent' }),
  });
  await posting.idle();
  const from = bot.handled.length;
  const startedMs = performance.now();
  clock.advance(60_000);
  const asked: Promise<void>[] = [];
  const asking = setInterval(() => asked.push(ask()), ASK_EVERY_MS);
  await posting.idle();
  clearInterval(asking);
  await Promise.all(asked);
  console.log(`${channels.counts.taken} posts at one minute: all there after ${seconds(startedMs)} s`);
  console.log(`acknowledged while nothing is posted: ${describeMs(idle)}`);
  console.log(`acknowledged meanwhile: ${describeMs(acknowledged(bot.handled.slice(from)))}`);
  await posting.close(1_000);
  await bot.close(1_000);
  await discord.close();
  await channels.close();
  await engine.close();
}

const acknowledged = (handled: readonly { readonly deferredMs: number | undefined }[]): number[] =>
  handled.map(({ deferredMs }) => deferredMs ?? Number.POSITIVE_INFINITY);
const seconds = (sinceMs: number): string => ((performance.now() - sinceMs) / 1000).toFixed(0);

const parts = { many, killed };
const [wanted] = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) if (!wanted || wanted === name) await run();
