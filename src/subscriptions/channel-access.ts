/** What the bot may do in a server's channels: asked before a subscription is made, so that its first post doesn't fail. */

export type ChannelCheck =
  /** The bot may post there. */
  | { readonly name: string }
  /** Permissions that the bot lacks there, by Discord's names for them. */
  | { readonly missing: readonly string[] }
  /** Not a channel of that server in which text can be posted, or not there at all. */
  | 'unknown';

export interface ChannelAccess {
  check(guildId: string, channelId: string, opensThread: boolean): Promise<ChannelCheck>;
  /** The names of a server's channels by id; it may leave some out. */
  names(guildId: string): Promise<ReadonlyMap<string, string>>;
}
