/** Starts each subscription's posts on time: looks every minute, and at the moment when the next post falls due. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import type { Subscription, Target } from '../domain/subscription.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { type DuePost, nextPost, postsDue } from '../subscriptions/local-time.ts';
import { type ComposedPost, composeWith, postedLately, type ReadySentence } from './compose.ts';
import { CATCH_UP_MS, LOOK_BACK_MS, type PostDeps, postOnce } from './deliver-once.ts';

const LOOK_EVERY_MS = 60_000;
const MAX_RETRY_MS = 15 * 60_000;
/** After this many subscriptions the loop lets other work run. */
const AT_A_TIME = 50;
const MAILS_AT_A_TIME = 3;
const COMPOSITIONS_KEPT = 100;

/**
 * Thirty posts a second, spread evenly: Discord allows a bot 50 requests a second, and answers need some of them.
 * https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
 */
export const createPostQueue = (): PQueue => new PQueue({ concurrency: 10, interval: 100, intervalCap: 3 });

export interface Posting {
  /** Tries the posts due now, then returns when the next one falls due. */
  nextAt(): Promise<Date | undefined>;
  /** Resolves once all that is due has been tried. */
  idle(): Promise<void>;
  /** Starts no further post, and waits for those under way for at most `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

export interface PostingDeps extends Omit<PostDeps, 'compose'> {
  /** Spaces posts on Discord, to keep within Discord's rate limits. */
  readonly queue: PQueue;
  /** Returns a prewritten sentence for a paper. */
  readonly sentenceOf?: ReadySentence | undefined;
}

interface Watch {
  /** The settings that its times depend on. */
  readonly schedule: string;
  /** Posts due until then have been dealt with. */
  since: Date;
  /** The time of the next look. */
  wakeAtMs: number;
  failures: number;
  isBusy: boolean;
}

/** Posts for every active subscription, including later ones. */
export function startPosting(deps: PostingDeps): Posting {
  const { engine, clock, log, queue } = deps;
  // Mails have their own queue, so a slow or missing mail server delays no post on Discord.
  const mailQueue = new PQueue({ concurrency: MAILS_AT_A_TIME });
  const postDeps: PostDeps = { ...deps, compose: shareCompositions(engine, deps.sentenceOf) };
  const turns = new Map<string, Promise<void>>();
  let watched = new Map<string, Watch>();
  let lastLook: Date | undefined;
  let turn: Promise<void> = Promise.resolve();
  let cancel = () => {};
  let isClosed = false;

  /** Looks at all subscriptions and queues due posts, the longest overdue first. */
  async function look(): Promise<void> {
    const now = new Date(clock.now());
    const found: { subscription: Subscription; watch: Watch; due: readonly DuePost[] }[] = [];
    const watches = new Map<string, Watch>();
    for (const [i, subscription] of (await engine.stores.subscriptions.active()).entries()) {
      if (i % AT_A_TIME === 0) await setImmediate();
      const watch = watchOf(subscription, now);
      watches.set(subscription.id, watch);
      if (watch.isBusy || watch.wakeAtMs > now.getTime()) continue;
      try {
        const due = await dueOf(subscription, watch, now);
        if (due.length > 0) found.push({ subscription, watch, due });
        else rest(subscription, watch, now);
      } catch (error) {
        // A time zone may be unknown to this machine; the other subscriptions still get their posts.
        log.error({ error, subscriptionId: subscription.id }, 'could not tell when a daily post falls due');
        watch.wakeAtMs = now.getTime() + MAX_RETRY_MS;
      }
    }
    watched = watches;
    lastLook = now;
    found.sort((a, b) => Number(a.due[0]?.at) - Number(b.due[0]?.at));
    for (const { subscription, watch, due } of found) {
      if (isClosed) return;
      watch.isBusy = true;
      const waiting = subscription.target.kind === 'email' ? mailQueue : queue;
      waiting.add(() => inTurn(subscription.target, () => post(subscription, watch, due, now)));
    }
  }

  function watchOf(subscription: Subscription, now: Date): Watch {
    const schedule = JSON.stringify([subscription.time, subscription.timeZone, subscription.days]);
    const known = watched.get(subscription.id);
    if (known?.schedule === schedule) return known;
    // A new, resumed or changed subscription owes no earlier posts. After a start, missed posts are unknown.
    const since = known || lastLook ? (lastLook as Date) : new Date(now.getTime() - LOOK_BACK_MS);
    return { schedule, since, wakeAtMs: 0, failures: 0, isBusy: false };
  }

  async function dueOf(subscription: Subscription, { since }: Watch, now: Date): Promise<readonly DuePost[]> {
    const due = postsDue(subscription, since, now);
    const isRecent = ({ at }: DuePost) => now.getTime() - at.getTime() <= CATCH_UP_MS;
    if (due.every(isRecent)) return due;
    const { posts } = engine.stores;
    const lastDay = (await posts.lastDay(subscription.id)) ?? '';
    const kept: DuePost[] = [];
    for (const one of due) {
      // An older day than the last posted one was unwanted, for example while paused. A begun post may have been sent.
      const isOwed =
        isRecent(one) ||
        one.day > lastDay ||
        (await posts.get({ subscriptionId: subscription.id, day: one.day }))?.state === 'claimed';
      if (isOwed) kept.push(one);
    }
    return kept;
  }

  function rest(subscription: Subscription, watch: Watch, until: Date): void {
    watch.since = until;
    watch.failures = 0;
    watch.wakeAtMs = nextPost(subscription, until)?.at.getTime() ?? Number.POSITIVE_INFINITY;
  }

  async function post(
    subscription: Subscription,
    watch: Watch,
    due: readonly DuePost[],
    until: Date,
  ): Promise<void> {
    // Questions that people asked meanwhile go first.
    await setImmediate();
    let unfinished: DuePost | undefined;
    for (const one of due) {
      const startedMs = clock.now();
      const outcome = await postOnce(postDeps, subscription, one);
      if (outcome === 'again') unfinished ??= one;
      log.debug(
        { subscriptionId: subscription.id, day: one.day, outcome, ms: clock.now() - startedMs },
        'daily post',
      );
    }
    watch.isBusy = false;
    if (!unfinished) return rest(subscription, watch, until);
    watch.since = new Date(unfinished.at.getTime() - 1);
    watch.wakeAtMs = clock.now() + Math.min(LOOK_EVERY_MS * 2 ** watch.failures, MAX_RETRY_MS);
    watch.failures += 1;
  }

  /** Runs one post at a time per place, so that the second knows which papers the first one showed. */
  function inTurn(target: Target, work: () => Promise<void>): Promise<void> {
    const place = JSON.stringify(target);
    const done = (turns.get(place) ?? Promise.resolve()).then(work).finally(() => {
      if (turns.get(place) === done) turns.delete(place);
    });
    turns.set(place, done);
    return done;
  }

  const nextWakeMs = (): number =>
    Math.min(...[...watched.values()].filter(({ isBusy }) => !isBusy).map(({ wakeAtMs }) => wakeAtMs));

  function lookInTurn(): Promise<void> {
    turn = turn.then(async () => {
      if (isClosed) return;
      cancel();
      await look().catch((error) =>
        log.error({ error }, 'could not look for daily posts; tried again later'),
      );
      const untilNextMs = nextWakeMs() - clock.now();
      const delayMs = untilNextMs > 0 ? Math.min(untilNextMs, LOOK_EVERY_MS) : LOOK_EVERY_MS;
      if (!isClosed) cancel = clock.after(delayMs, lookInTurn);
    });
    return turn;
  }

  const idle = async (): Promise<void> => {
    await turn;
    await Promise.all([queue.onIdle(), mailQueue.onIdle()]);
  };
  lookInTurn();

  return {
    idle,
    async nextAt() {
      await lookInTurn();
      await idle();
      const nextMs = nextWakeMs();
      return Number.isFinite(nextMs) ? new Date(nextMs) : undefined;
    },
    async close(timeoutMs) {
      isClosed = true;
      cancel();
      queue.clear();
      mailQueue.clear();
      await Promise.race([idle(), setTimeout(timeoutMs, undefined, { ref: false })]);
    },
  };
}

/** Composes once for all subscriptions with equal settings and equal earlier posts. */
function shareCompositions(engine: SearchEngine, sentenceOf: ReadySentence | undefined): PostDeps['compose'] {
  const shared = new LRUCache<string, Promise<ComposedPost>>({ max: COMPOSITIONS_KEPT });
  return async (subscription, due) => {
    const { size, topics, categories, lagDays, cadence } = subscription;
    const posted = await postedLately(engine, subscription.id, due.day);
    const key = JSON.stringify([due, size, topics, categories, lagDays, cadence, posted]);
    const known = shared.get(key);
    if (known) return known;
    const composed = composeWith(engine, subscription, posted, due, sentenceOf);
    shared.set(key, composed);
    composed.catch(() => shared.delete(key));
    return composed;
  };
}
