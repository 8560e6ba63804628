/** Replies as the data that Discord takes. This folder holds pure functions that make them. */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIContainerComponent,
  APIEmbed,
  APIStringSelectComponent,
  APITextDisplayComponent,
} from 'discord-api-types/v10';

export interface Reply {
  /** Shown only to the person who asked, wherever Discord allows. */
  readonly isPrivate?: true;
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components?: APIActionRowComponent<APIButtonComponent | APIStringSelectComponent>[];
  /** Components V2, which take the place of everything else. */
  readonly layout?: (APITextDisplayComponent | APIContainerComponent)[];
  /** Attached files, as text. */
  readonly files?: readonly { readonly name: string; readonly text: string }[];
  /** Discord's id of the one role that it mentions; nobody else is ever mentioned. */
  readonly mentionedRole?: string;
}
