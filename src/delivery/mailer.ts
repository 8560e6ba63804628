/** The port between the daily post and mail. */
import type { EmailTarget, Subscription } from '../domain/subscription.ts';
import type { ComposedPost } from './compose.ts';

/** Each method hands one mail to the mail server, and throws a PosterError if the server does not take it. */
export interface Mailer {
  /** Sends one day's post and returns its Message-ID, which is the same whenever that post is sent. */
  sendPost(target: EmailTarget, subscription: Subscription, composed: ComposedPost): Promise<string>;
  /** Sends the link that confirms the address. */
  sendConfirmation(target: EmailTarget, subscription: Subscription): Promise<void>;
}
