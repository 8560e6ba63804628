/** What the playground's page and its server say to each other, beside Discord's own API. The shapes inside are Discord's. */
import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIUser,
} from 'discord-api-types/v10';

/** What the person at the page does: the body of `POST /playground/interactions`. */
export type PageAction =
  | { readonly type: 'command'; readonly name: string; readonly options: readonly PageOption[] }
  | {
      readonly type: 'autocomplete';
      readonly name: string;
      readonly options: readonly (PageOption & { readonly focused?: true })[];
    }
  | { readonly type: 'button'; readonly messageId: string; readonly customId: string }
  | {
      readonly type: 'select';
      readonly messageId: string;
      readonly customId: string;
      readonly values: readonly string[];
    };

export interface PageOption {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** The answer to a PageAction: 200 with this body; 400 with `{ message }` where the action itself was wrong. */
export interface PageAnswer {
  readonly interactionId: string;
  /** Of an autocomplete: what the bot suggests. */
  readonly choices?: readonly APIApplicationCommandOptionChoice[];
}

/** What the person says in plain words: the body of `POST /playground/messages`; 400 with `{ message }` where it can't be. */
export interface PageSaid {
  readonly content: string;
  /** The message that it replies to. */
  readonly replyTo?: string;
}

/** The server-sent events of `GET /playground/events`: the event's name, and its data as JSON. */
export interface PageEvents {
  /** Sent first, and again whenever the page should start over. */
  readonly world: WorldSnapshot;
  /** A message that is new or has changed; Discord's flags tell LOADING ("thinking…") and EPHEMERAL. */
  readonly message: APIMessage;
  readonly deleted: { readonly id: string };
  /** The bot did not acknowledge within three seconds, or refused: what Discord would show the person. */
  readonly failed: { readonly interactionId: string; readonly message: string };
  readonly commands: readonly APIApplicationCommand[];
  readonly presence: { readonly isBotOnline: boolean };
  /** The playground's time was moved; milliseconds since 1970. */
  readonly time: { readonly nowMs: number };
}

/** The body of `POST /playground/time`; 400 with `{ message }` where there is no such moment. */
export interface TimeMove {
  readonly to: 'next-post' | 'next-morning';
}

export interface WorldSnapshot {
  readonly person: APIUser;
  readonly bot: APIUser;
  readonly isBotOnline: boolean;
  readonly guildName: string;
  readonly channelName: string;
  /** All of the guild's, the one in which people type first. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly commands: readonly APIApplicationCommand[];
  readonly messages: readonly APIMessage[];
  /** The playground's time, in milliseconds since 1970. */
  readonly nowMs: number;
}
