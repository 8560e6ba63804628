/** The protocol between the playground's page and its server, around Discord's own shapes. */
import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIUser,
} from 'discord-api-types/v10';
import type { PlaygroundForm } from './form-limits.ts';

/** A person's action: the body of `POST /playground/interactions`. */
export type PageAction =
  | { readonly type: 'command'; readonly name: string; readonly options: readonly PageOption[] }
  | {
      readonly type: 'autocomplete';
      readonly name: string;
      readonly options: readonly (PageOption & { readonly focused?: true })[];
    }
  | { readonly type: 'message-menu'; readonly name: string; readonly messageId: string }
  | { readonly type: 'button'; readonly messageId: string; readonly customId: string }
  | {
      readonly type: 'select';
      readonly messageId: string;
      readonly customId: string;
      readonly values: readonly string[];
    }
  | {
      /** A filled-in form; the values by the ids of its fields. */
      readonly type: 'form';
      readonly customId: string;
      readonly values: Readonly<Record<string, readonly string[]>>;
    };

export interface PageOption {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** The answer to a PageAction: 200 with this body; 400 with `{ message }` for a wrong action. */
export interface PageAnswer {
  readonly interactionId: string;
  /** For autocomplete: the bot's suggestions. */
  readonly choices?: readonly APIApplicationCommandOptionChoice[];
}

/** A plain message: the body of `POST /playground/messages`; 400 with `{ message }` if it is refused. */
export interface PageSaid {
  readonly content: string;
  /** The message being replied to. */
  readonly replyTo?: string;
}

/** The server-sent events of `GET /playground/events`: the event's name, and its data as JSON. */
export interface PageEvents {
  /** Sent first, and whenever the page should start over. */
  readonly world: WorldSnapshot;
  /** A new or changed message; Discord's flags mark LOADING ("thinking…") and EPHEMERAL. */
  readonly message: APIMessage;
  readonly deleted: { readonly id: string };
  /** The bot failed to acknowledge within three seconds, or refused: Discord's text for the person. */
  readonly failed: { readonly interactionId: string; readonly message: string };
  /** The bot answered a command with a form to fill in. */
  readonly form: { readonly interactionId: string; readonly form: PlaygroundForm };
  readonly commands: readonly APIApplicationCommand[];
  readonly presence: { readonly isBotOnline: boolean };
  /** Time was moved; milliseconds since 1970. */
  readonly time: { readonly nowMs: number };
}

/** The body of `POST /playground/time`; 400 with `{ message }` for an impossible moment. */
export interface TimeMove {
  readonly to: 'next-post' | 'next-morning';
}

export interface WorldSnapshot {
  readonly person: APIUser;
  readonly bot: APIUser;
  readonly isBotOnline: boolean;
  readonly guildName: string;
  readonly channelName: string;
  /** All channels of the guild, the main one first. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly commands: readonly APIApplicationCommand[];
  readonly messages: readonly APIMessage[];
  /** The playground's time, in milliseconds since 1970. */
  readonly nowMs: number;
}
