/** A subscription to the daily post: of a channel, a person, or an email address. */
import type { PersonId } from './person.ts';
import type { ChannelId, Place, RoleId, ServerId } from './place.ts';

export type Target = ChatTarget | EmailTarget;

/** A place that takes messages. */
export type ChatTarget = ChannelTarget | DirectTarget;

export interface ChannelTarget extends Place {
  readonly kind: 'channel';
  readonly serverId: ServerId;
  readonly channelId: ChannelId;
}

export interface DirectTarget {
  readonly kind: 'direct';
  readonly personId: PersonId;
}

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
  readonly createdBy: PersonId;
  /** Local time of day, `HH:MM`. */
  readonly time: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** ISO weekdays, 1 for Monday, in order. */
  readonly days: readonly number[];
  /** Each day's new papers, or the best of the last seven days. */
  readonly cadence: 'daily' | 'weekly';
  /** Papers a post at most, 1 to 10. */
  readonly size: number;
  /** Topics in free text; empty for any. */
  readonly topics: readonly string[];
  /** arXiv categories; none for any. */
  readonly categories: readonly string[];
  /** The age of the list in days, so that votes have had time to arrive. */
  readonly lagDays: number;
  /** True to stay silent on days without new papers, instead of saying so in one line. */
  readonly isSilentWhenQuiet: boolean;
  /** True to open a thread for discussion under each post. */
  readonly opensThread: boolean;
  /** True to show the picture of the top paper, if the source has one. */
  readonly showsPicture: boolean;
  /** True to publish posts of an announcement channel to the servers that follow it. */
  readonly isPublished: boolean;
  /** The role that each post with papers mentions; nobody if undefined. */
  readonly mentionedRole?: RoleId | undefined;
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
