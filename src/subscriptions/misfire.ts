/** Misfire handling: a changed or resumed subscription continues with its next post, and doesn't catch up. */

import type { Subscription } from '../domain/subscription.ts';
import type { Stores } from '../store/stores.ts';
import { postsDue } from './local-time.ts';

/** Longer than a post may be late. */
const LOOK_BACK_MS = 86_400_000;
const OWNER = 'settings';

/**
 * Marks posts as skipped that fell due by the new settings only. Those that were due by the settings `before` too are still
 * to come. Call it before the new settings are stored.
 */
export async function skipMisfires(
  { posts }: Pick<Stores, 'posts'>,
  before: Subscription,
  subscription: Subscription,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - LOOK_BACK_MS);
  const owed = before.state.kind === 'active' ? postsDue(before, since, now) : [];
  for (const { day } of postsDue(subscription, since, now)) {
    if (owed.some((due) => due.day === day)) continue;
    const key = { subscriptionId: subscription.id, day };
    const claim = await posts.claim(key, OWNER, now, now);
    // A post that was begun may have been sent.
    if (claim.kind === 'claimed' && !claim.since)
      await posts.markSkipped(key, 'its settings changed after it was due');
  }
}
