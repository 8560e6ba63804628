/** Records each subscription's post of each day before and after it happens, so that it happens once. */

export interface PostKey {
  readonly subscriptionId: string;
  /** The subscription's local day, ISO. */
  readonly day: string;
}

/**
 * The right to make one post until the lease ends; `held` where another owner has it, `done` where the post was sent or
 * skipped already, or its subscription is gone.
 */
export type Claim =
  | {
      readonly kind: 'claimed';
      /** When it was first claimed, where whoever did never said how that ended: it may have been sent. */
      readonly since: Date | undefined;
    }
  | { readonly kind: 'held' }
  | { readonly kind: 'done' };

export interface PostedPaper {
  readonly paperId: string;
  /** The local day of the post it stood in. */
  readonly day: string;
  /** The votes it had then; undefined where unknown. */
  readonly votes: number | undefined;
}

export interface Post extends PostKey {
  readonly state: 'claimed' | 'sent' | 'skipped';
  /** The number of papers recorded for it. */
  readonly paperCount: number;
  /** Set on a sent post. */
  readonly messageId?: string | undefined;
  /** Set on a skipped post. */
  readonly reason?: string | undefined;
}

export interface PostStore {
  /** Claims the post for `owner` until `leaseUntil`, in one transaction. An owner may claim again what it holds. */
  claim(key: PostKey, owner: string, now: Date, leaseUntil: Date): Promise<Claim>;
  /** Writes down which papers the post is going to hold, before it is sent; replaces what was written before. */
  prepare(key: PostKey, papers: readonly PostedPaper[]): Promise<void>;
  /** It is there, with the papers that were written down for it. */
  markSent(key: PostKey, messageId: string): Promise<void>;
  /** There will be none. */
  markSkipped(key: PostKey, reason: string): Promise<void>;
  get(key: PostKey): Promise<Post | undefined>;
  /** The last day that was sent or skipped, or undefined. */
  lastDay(subscriptionId: string): Promise<string | undefined>;
  /**
   * The papers of posts in the subscription's target from `since` on, by whichever subscription, newest first. A post that
   * may have been sent counts too, unless it is the subscription's own of `day` or later. Days are ISO.
   */
  papersSince(subscriptionId: string, since: string, day?: string): Promise<PostedPaper[]>;
}
