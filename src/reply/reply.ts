/** What the bot says, as the data Discord takes. Everything in this folder is a pure function that makes one. */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIContainerComponent,
  APIEmbed,
  APIStringSelectComponent,
} from 'discord-api-types/v10';

export interface Reply {
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components?: APIActionRowComponent<APIButtonComponent | APIStringSelectComponent>[];
  /** Components V2, which take the place of everything else. */
  readonly layout?: APIContainerComponent[];
}
