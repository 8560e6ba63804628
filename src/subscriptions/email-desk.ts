/** The port through which commands subscribe an address. */
import type { PersonId } from '../domain/person.ts';
import type { Subscription } from '../domain/subscription.ts';

export type EmailDesk =
  /** Mail can't be sent until whoever runs the bot sets these variables. */
  | { readonly missing: readonly string[] }
  | {
      readonly missing?: undefined;
      /** Returns the address in the form to store. */
      encrypt(address: string): string;
      /** Returns a stored address readable; undefined if the key has changed. */
      open(stored: string): string | undefined;
      /** Returns a new secret for the links in a subscription's mails. */
      newSecret(): string;
      /** Counts a requested confirmation mail before it is sent, unless there were enough today. */
      mayAsk(personId: PersonId, address: string): Promise<'yes' | 'enough for them' | 'enough for all'>;
      /** Sends the link in the background. If that fails for good, it removes the subscription and tells its maker. */
      sendConfirmation(subscription: Subscription): void;
    };

/** For one person, and to one mailbox. */
export const MAX_CONFIRMATIONS_A_DAY = 3;
/** In all: more would make the bot a means to flood mailboxes, and its mail server distrusted. */
export const MAX_CONFIRMATIONS_A_DAY_IN_ALL = 100;
