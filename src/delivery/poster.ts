/** The seam between the daily post and Discord. */

import type { DiscordTarget } from '../domain/subscription.ts';
import type { Reply } from '../reply/reply.ts';

/** Each throws a PosterError where it failed. */
export interface Poster {
  /** Sends a message; the same nonce within a few minutes gives the message that was sent before. */
  send(target: DiscordTarget, reply: Reply, nonce: string): Promise<{ readonly messageId: string }>;
  /** The id of the message there, sent since then, that carries the marker. */
  findPost(target: DiscordTarget, marker: string, since: Date): Promise<string | undefined>;
  /** A direct message to a person. */
  tell(userId: string, text: string): Promise<void>;
  /** Opens a thread under a message; nothing happens where it has one. */
  openThread(target: DiscordTarget, messageId: string, name: string): Promise<void>;
}

/**
 * `gone` where the target is no more, `forbidden` where nothing may be sent there: trying again is of no use. `temporary`
 * for all else; the message may have been taken. The text is a clause for whoever made the subscription.
 */
export class PosterError extends Error {
  override readonly name = 'PosterError';
  readonly kind: 'gone' | 'forbidden' | 'temporary';

  constructor(kind: PosterError['kind'], reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.kind = kind;
  }
}
