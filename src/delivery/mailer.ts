/** The seam between the daily post and mail. */
import type { EmailTarget, Subscription } from '../domain/subscription.ts';
import type { ComposedPost } from './compose.ts';

/** Each hands one mail to the mail server, and throws a PosterError where that does not take it. */
export interface Mailer {
  /** The post of one day; its Message-ID, which is the same whenever that post is sent. */
  sendPost(target: EmailTarget, subscription: Subscription, composed: ComposedPost): Promise<string>;
  /** The link by which the address is confirmed. */
  sendConfirmation(target: EmailTarget, subscription: Subscription): Promise<void>;
}
