/** A changed or resumed subscription goes on with its next post: it doesn't make up for what its new times already passed. */

import type { Subscription } from '../domain/subscription.ts';
import type { Stores } from '../store/stores.ts';
import { postsDue } from './local-time.ts';

/** Longer than a post may be late. */
const LOOK_BACK_MS = 86_400_000;
const OWNER = 'settings';

/**
 * Writes down as skipped what fell due by the new settings and was never posted; a day that was due by the settings
 * `before` as well is still to come, as where it waits for its turn. Call it before they are stored.
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
    // One that somebody had begun may be there.
    if (claim.kind === 'claimed' && !claim.since)
      await posts.markSkipped(key, 'its settings changed after it was due');
  }
}
