/** Stores subscriptions to the daily post. */
import type { PersonId } from '../domain/person.ts';
import type { ServerId } from '../domain/place.ts';
import type { Subscription } from '../domain/subscription.ts';

export interface SubscriptionStore {
  add(subscription: Subscription): Promise<void>;
  get(id: string): Promise<Subscription | undefined>;
  /** Oldest first. */
  ofServer(serverId: ServerId): Promise<Subscription[]>;
  /** A person's own subscriptions, by direct message or email, oldest first. */
  ofPerson(personId: PersonId): Promise<Subscription[]>;
  /** All subscriptions, oldest first. */
  all(): Promise<Subscription[]>;
  /** All active subscriptions, oldest first. */
  active(): Promise<Subscription[]>;
  /** Replaces the subscription with the same id; false if it no longer exists. */
  update(subscription: Subscription): Promise<boolean>;
  /** Deletes a subscription and its posts; false if it doesn't exist. Its bytes are overwritten in the file. */
  remove(id: string): Promise<boolean>;
  /** Deletes unconfirmed subscriptions created before then and returns their number. */
  removeUnconfirmed(before: Date): Promise<number>;
  /**
   * Rewrites each email address with `change`, all or none, and returns the number changed; old bytes are overwritten.
   */
  changeAddresses(change: (address: string) => string): Promise<number>;
}
