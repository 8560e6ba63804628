/** What a command needs to subscribe an address; what stands behind it sends mail. */
import type { PersonId } from '../domain/person.ts';
import type { Subscription } from '../domain/subscription.ts';

export type EmailDesk =
  /** Mail can't be sent until whoever runs the bot sets these variables. */
  | { readonly missing: readonly string[] }
  | {
      readonly missing?: undefined;
      /** The address as it is to be stored. */
      encrypt(address: string): string;
      /** A stored address, readable again; undefined where the key is another one by now. */
      open(stored: string): string | undefined;
      /** A new secret for the links in a subscription's mails. */
      newSecret(): string;
      /**
       * Counts a confirmation mail that a person asks for; false where that person or that address has had enough of them
       * today. It is counted before it is sent.
       */
      mayAsk(personId: PersonId, address: string): Promise<boolean>;
      /** Sends the link in the background; where that fails for good, the subscription goes and its maker is told. */
      sendConfirmation(subscription: Subscription): void;
    };

export const MAX_CONFIRMATIONS_A_DAY = 3;
