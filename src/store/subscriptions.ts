/** Stores subscriptions to the daily post. */
import type { PersonId } from '../domain/person.ts';
import type { ServerId } from '../domain/place.ts';
import type { Subscription } from '../domain/subscription.ts';

export interface SubscriptionStore {
  add(subscription: Subscription): Promise<void>;
  get(id: string): Promise<Subscription | undefined>;
  /** Oldest first. */
  ofServer(serverId: ServerId): Promise<Subscription[]>;
  /** A person's own, by direct message or email, oldest first. */
  ofPerson(personId: PersonId): Promise<Subscription[]>;
  /** All that are to be posted, oldest first. */
  active(): Promise<Subscription[]>;
  /** Replaces the one with its id; false where there is none any more. */
  update(subscription: Subscription): Promise<boolean>;
  /** Forgets it and its posts; false where there was none. Its bytes are overwritten in the file. */
  remove(id: string): Promise<boolean>;
  /** Forgets the unconfirmed ones that were made before then, and says how many that were. */
  removeUnconfirmed(before: Date): Promise<number>;
  /** Stores each email address as `change` has it, all or none, and says how many that changed; old bytes are overwritten. */
  changeAddresses(change: (address: string) => string): Promise<number>;
}
