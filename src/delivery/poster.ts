/** The port between the daily post and chat platforms. It takes the post as a value; what it looks like is made behind it. */
import type { PersonId } from '../domain/person.ts';
import type { ChatTarget, Subscription } from '../domain/subscription.ts';
import type { PostKey } from '../store/posts.ts';
import type { ComposedPost } from './compose.ts';

/** Each method throws a PosterError if it fails. */
export interface Poster {
  /** Sends one day's post. Within a few minutes, a second send with the same idempotency key returns the first message. */
  sendPost(target: ChatTarget, post: PostToSend): Promise<{ readonly messageId: string }>;
  /** The id of the message in the target that holds this post and was sent after `since`; undefined if there is none. */
  findPost(target: ChatTarget, key: PostKey, since: Date): Promise<string | undefined>;
  /** Publishes a post of an announcement channel to the servers that follow it, unless that was done. */
  publish(target: ChatTarget, messageId: string): Promise<void>;
  /** Opens a thread for discussion under a post of that day, unless it has one. */
  openThread(target: ChatTarget, messageId: string, day: string): Promise<void>;
  /** Sends a person a direct message. */
  tell(person: PersonId, news: SubscriptionNews): Promise<void>;
}

export interface PostToSend {
  readonly subscription: Subscription;
  readonly composed: ComposedPost;
  /** At most 25 characters, the same whenever this post is sent. */
  readonly idempotencyKey: string;
}

/** What happened to a subscription that its maker should hear of. Reasons are clauses. */
export type SubscriptionNews =
  | { readonly kind: 'stopped'; readonly subscription: Subscription; readonly reason: string }
  | { readonly kind: 'confirmation-failed'; readonly reason: string };

/**
 * `gone` if the target no longer exists, `forbidden` if the bot may not post there: retrying is pointless. `temporary` for
 * everything else; the message may have arrived. The message is a clause for whoever made the subscription.
 */
export class PosterError extends Error {
  override readonly name = 'PosterError';
  readonly kind: 'gone' | 'forbidden' | 'temporary';

  constructor(kind: PosterError['kind'], reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.kind = kind;
  }
}
