/** What the bot says, as the data Discord takes. Everything in this folder is a pure function that makes one. */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIEmbed,
  APIStringSelectComponent,
} from 'discord-api-types/v10';

export interface Reply {
  /** Shown only to the person who asked, wherever Discord can do that. */
  readonly isPrivate?: true;
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components?: APIActionRowComponent<APIButtonComponent | APIStringSelectComponent>[];
}
