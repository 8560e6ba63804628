/** The bot's permissions in a server's channels, checked before a subscription is made, so that its first post arrives. */
import type { ChannelId, Place, RoleId, ServerId } from '../domain/place.ts';

export type ChannelCheck =
  /** The bot may post there. */
  | { readonly name: string }
  /** The permissions that the bot lacks there, as the platform names them. */
  | { readonly missing: readonly string[] }
  /** No such channel in that server, or none that takes text. */
  | 'unknown'
  /** No other server can follow it. */
  | 'not-followable'
  /** The bot may not mention the role there, or the server has no such role. */
  | 'role-not-mentionable';

/** The things a subscription does in a channel beyond posting. */
export interface ChannelNeeds {
  readonly thread: boolean;
  /** True if posts go to the servers that follow the channel. */
  readonly publish: boolean;
  readonly role: RoleId | undefined;
}

export interface ChannelAccess {
  check(place: Place, needs: ChannelNeeds): Promise<ChannelCheck>;
  /** The names of a server's channels by id; it may leave some out. */
  names(serverId: ServerId): Promise<ReadonlyMap<ChannelId, string>>;
}
