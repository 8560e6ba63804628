/** Standing orders for the daily post: one channel's, one person's, or one email address's. */

export type Target = DiscordTarget | EmailTarget;

export type DiscordTarget =
  | { readonly kind: 'channel'; readonly guildId: string; readonly channelId: string }
  | { readonly kind: 'direct'; readonly userId: string };

export interface EmailTarget {
  readonly kind: 'email';
  /** The address as it is stored, which may be encrypted. */
  readonly address: string;
  /** Stands only in the links of its own mails: whoever has it reads them. Nobody can guess it. */
  readonly secret: string;
}

export interface Subscription {
  /** Short, unguessable, safe in an address and in a button. */
  readonly id: string;
  readonly target: Target;
  /** The person who made it, who is told when it stops. */
  readonly createdBy: string;
  /** Local time of day, `HH:MM`. */
  readonly time: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** ISO weekdays, 1 for Monday, in order. */
  readonly days: readonly number[];
  /** Papers a post at most, 1 to 10. */
  readonly size: number;
  /** What the papers are to be about, in free text; none for anything. */
  readonly topics: readonly string[];
  /** arXiv categories; none for any. */
  readonly categories: readonly string[];
  /** How many days old the list is to be, so that votes have had time to come in. */
  readonly lagDays: number;
  /** Whether to stay silent on a day that brought nothing new, instead of saying so. */
  readonly isSilentWhenQuiet: boolean;
  /** Whether each post opens a thread for discussion. */
  readonly opensThread: boolean;
  readonly state:
    | { readonly kind: 'active' }
    /** Its address has not been confirmed yet. */
    | { readonly kind: 'unconfirmed' }
    /** By a person. */
    | { readonly kind: 'paused' }
    /** By the bot, because posting there failed for good. */
    | { readonly kind: 'stopped'; readonly reason: string };
  readonly createdAt: Date;
}

export interface SubscriptionStore {
  add(subscription: Subscription): Promise<void>;
  get(id: string): Promise<Subscription | undefined>;
  /** Oldest first. */
  ofGuild(guildId: string): Promise<Subscription[]>;
  /** A person's own, by direct message or email, oldest first. */
  ofPerson(userId: string): Promise<Subscription[]>;
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
