/** What became of each subscription's post of each day: written down before and after it happens, so that it happens once. */

export interface PostKey {
  readonly subscriptionId: string;
  /** The subscription's local day, ISO. */
  readonly day: string;
}

/** The right to make one post, until `leaseUntil`. */
export interface Claim extends PostKey {
  /** Whether somebody held it before and never said how it ended: it may have been sent. */
  readonly isTakenOver: boolean;
}

export interface PostedPaper {
  readonly paperId: string;
  /** The local day of the post it stood in. */
  readonly day: string;
  /** The votes it had then; undefined where unknown. */
  readonly votes: number | undefined;
}

export interface Post extends PostKey {
  readonly state: 'claimed' | 'sent' | 'skipped';
  /** Of a sent one. */
  readonly messageId?: string | undefined;
  /** Of a skipped one. */
  readonly reason?: string | undefined;
}

export interface PostStore {
  /**
   * Claims the post for `owner` until `leaseUntil`, in one transaction; undefined where it was sent or skipped already,
   * or another owner's claim still holds.
   */
  claim(key: PostKey, owner: string, now: Date, leaseUntil: Date): Promise<Claim | undefined>;
  /** Gives a claim back, as nothing was sent: it may be claimed again at once. */
  release(key: PostKey, owner: string): Promise<void>;
  markSent(
    key: PostKey,
    sent: { readonly messageId: string; readonly papers: readonly PostedPaper[] },
  ): Promise<void>;
  markSkipped(key: PostKey, reason: string): Promise<void>;
  get(key: PostKey): Promise<Post | undefined>;
  /** The last day that was sent or skipped, or undefined. */
  lastDay(subscriptionId: string): Promise<string | undefined>;
  /** What stood in the subscription's posts from `since` on, newest first. */
  papersSince(subscriptionId: string, since: string): Promise<PostedPaper[]>;
}
