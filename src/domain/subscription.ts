/** A subscription to the daily post: of a channel, a person, or an email address. */
import type { PersonId } from './person.ts';
import type { ChannelId, Place, RoleId, ServerId } from './place.ts';

export type Target = ChatTarget | EmailTarget;

/** Where a message can be sent. */
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
  /** Whether a post shows the picture of its top paper, where the source has one. */
  readonly showsPicture: boolean;
  /** Whether posts of an announcement channel go to the servers that follow it. */
  readonly isPublished: boolean;
  /** The role that each post with papers mentions. */
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
