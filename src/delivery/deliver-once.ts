/**
 * Delivers one subscription's post of one day exactly once. Each step is recorded before and after it happens, so that the
 * next process knows what to look for after a crash. Decision 9 goes through every crash.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Subscription } from '../domain/subscription.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { PostKey } from '../store/posts.ts';
import type { DuePost } from '../subscriptions/local-time.ts';
import type { ComposedPost } from './compose.ts';
import type { Mailer } from './mailer.ts';
import { type Poster, PosterError } from './poster.ts';

/** The longest delay after which a post still goes out. */
export const CATCH_UP_MS = 12 * 3_600_000;
/** Missed posts this old are still noted as skipped, and those that may have been sent are looked for. */
export const LOOK_BACK_MS = 7 * 24 * 3_600_000;
/** The time for which a claim keeps others off. A poster gives up well within it. */
const LEASE_MS = 5 * 60_000;
/** The part of the lease that must be left when a send begins. */
const SEND_ROOM_MS = 2 * 60_000;

export interface PostDeps {
  readonly engine: SearchEngine;
  readonly poster: Poster;
  /** Undefined if mail isn't set up: then mails wait, as for a mail server that is down. */
  readonly mailer?: Mailer | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Differs for each start: nobody knows whether an earlier start's claims were sent. */
  readonly owner: string;
  compose(subscription: Subscription, due: DuePost): Promise<ComposedPost>;
}

/** `again` means retry later: another owner holds it, or something failed temporarily. */
export type DeliveryOutcome = 'sent' | 'skipped' | 'stopped' | 'done before' | 'again';

/** Never throws: failures are logged and retried until the post is 12 hours late. */
export async function postOnce(
  deps: PostDeps,
  { id: subscriptionId }: Subscription,
  due: DuePost,
): Promise<DeliveryOutcome> {
  const { engine, clock, log, owner } = deps;
  const { subscriptions, posts } = engine.stores;
  const key = { subscriptionId, day: due.day };
  const lateMs = clock.now() - due.at.getTime();
  const isLate = lateMs > CATCH_UP_MS;
  let mayBeSent = false;
  try {
    // It may have been paused or changed while it waited for its turn.
    const subscription = await subscriptions.get(subscriptionId);
    if (subscription?.state.kind !== 'active') return 'done before';
    const leaseUntil = new Date(clock.now() + LEASE_MS);
    const claim = await posts.claim(key, owner, new Date(clock.now()), leaseUntil);
    if (claim.kind === 'done') return 'done before';
    if (claim.kind === 'held') return 'again';
    mayBeSent = claim.since !== undefined && subscription.target.kind !== 'email';
    try {
      const found = claim.since && (await findSent(deps, subscription, key, claim.since));
      if (found) return await finish(deps, subscription, key, found);
      if (isLate) return await skip(deps, key, 'more than 12 hours late');
      return await send(deps, subscription, due, leaseUntil);
    } catch (error) {
      if (!(error instanceof PosterError) || error.kind === 'temporary') throw error;
      // Mail servers refuse good addresses by mistake now and then, for example while they are being moved.
      if (subscription.target.kind === 'email' && !(await isRefusedAgain(deps, key, error)))
        return await skip(deps, key, error.message);
      return await stop(deps, subscription, key, error);
    }
  } catch (error) {
    log.error({ error, ...key }, 'could not make the daily post');
    // A post that stands in a channel must not count as skipped, or its papers would come again.
    const isOver = mayBeSent ? lateMs > LOOK_BACK_MS : isLate;
    // The store itself may have failed; then only a retry is left.
    return isOver ? skip(deps, key, 'it kept failing for 12 hours').catch(() => 'again') : 'again';
  }
}

async function send(
  deps: PostDeps,
  subscription: Subscription,
  due: DuePost,
  leaseUntil: Date,
): Promise<DeliveryOutcome> {
  const { engine, clock } = deps;
  const key = { subscriptionId: subscription.id, day: due.day };
  const composed = await deps.compose(subscription, due);
  if (composed.quiet && subscription.isSilentWhenQuiet) return skip(deps, key, 'nothing new');
  await engine.stores.posts.prepare(
    key,
    composed.papers.map(({ paper, votes }) => ({ paperId: paper.id, day: due.day, votes })),
  );
  // After a long delay, for example a suspended machine, another process may hold the post.
  if (clock.now() > leaseUntil.getTime() - SEND_ROOM_MS) return 'again';
  return finish(deps, subscription, key, await deliver(deps, subscription, composed));
}

/** The id of the message or the mail. */
async function deliver(
  { poster, mailer }: PostDeps,
  subscription: Subscription,
  composed: ComposedPost,
): Promise<string> {
  const { target, id: subscriptionId } = subscription;
  if (target.kind === 'email') {
    if (!mailer) throw new PosterError('temporary', 'mail is not set up: SMTP_URL, MAIL_FROM and PUBLIC_URL');
    return mailer.sendPost(target, subscription, composed);
  }
  const idempotencyKey = idempotencyKeyOf({ subscriptionId, day: composed.day });
  return (await poster.sendPost(target, { subscription, composed, idempotencyKey })).messageId;
}

/**
 * Looks for a post that a killed process may have sent. A mail can't be looked for: it goes out again with the same
 * Message-ID, by which mailboxes recognise it (decision 13).
 */
async function findSent(
  { poster, log }: PostDeps,
  { target }: Subscription,
  key: PostKey,
  since: Date,
): Promise<string | undefined> {
  if (target.kind === 'email') return undefined;
  const messageId = await poster.findPost(target, key, since);
  if (messageId) log.info({ ...key, messageId }, 'found the daily post that was sent already');
  return messageId;
}

async function finish(
  { engine, poster, log }: PostDeps,
  { target, opensThread, isPublished }: Subscription,
  key: PostKey,
  messageId: string,
): Promise<DeliveryOutcome> {
  const { posts } = engine.stores;
  const isForMore = target.kind === 'channel' && (opensThread || isPublished);
  // A quiet day's line is nothing to discuss or to publish.
  if (isForMore && ((await posts.get(key))?.paperCount ?? 0) > 0) {
    // Before the mark: doing it twice is no harm, never doing it is.
    if (isPublished) {
      await poster
        .publish(target, messageId)
        .catch((error) => log.warn({ error, ...key }, 'could not publish the daily post'));
    }
    if (opensThread) {
      await poster
        .openThread(target, messageId, key.day)
        .catch((error) => log.warn({ error, ...key }, 'could not open a thread under the daily post'));
    }
  }
  await posts.markSent(key, messageId);
  return 'sent';
}

async function skip({ engine, log }: PostDeps, key: PostKey, reason: string): Promise<DeliveryOutcome> {
  await engine.stores.posts.markSkipped(key, reason);
  log.info({ ...key, reason }, 'skipped a daily post');
  return 'skipped';
}

/** True if the post before this one was refused for the same reason. */
async function isRefusedAgain(
  { engine }: PostDeps,
  { subscriptionId }: PostKey,
  { message }: PosterError,
): Promise<boolean> {
  const { posts } = engine.stores;
  const day = await posts.lastDay(subscriptionId);
  return day !== undefined && (await posts.get({ subscriptionId, day }))?.reason === message;
}

/** Stops a subscription whose target is gone or closed, and tells its maker why. */
async function stop(
  { engine, poster, log }: PostDeps,
  subscription: Subscription,
  key: PostKey,
  { message: reason }: PosterError,
): Promise<DeliveryOutcome> {
  const { stores } = engine;
  // A change made meanwhile, for example to another channel, stays.
  const now = await stores.subscriptions.get(subscription.id);
  if (!isDeepStrictEqual(now?.target, subscription.target)) return 'again';
  await stores.subscriptions.update({ ...subscription, ...now, state: { kind: 'stopped', reason } });
  await stores.posts.markSkipped(key, reason);
  log.warn({ ...key, reason }, 'stopped a subscription');
  await poster
    .tell(subscription.createdBy, { kind: 'stopped', subscription, reason })
    .catch((error) => log.warn({ error, ...key }, 'could not tell whoever made the subscription'));
  return 'stopped';
}

/** Short enough for Discord's nonce of 25 characters. */
function idempotencyKeyOf({ subscriptionId, day }: PostKey): string {
  return createHash('sha256').update(`${subscriptionId}|${day}`).digest('base64url').slice(0, 25);
}
