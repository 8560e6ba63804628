/** The bot's permissions in a server's channels, checked before a subscription is made, so that its first post arrives. */
import type { ChannelId, Place, ServerId } from '../domain/place.ts';

export type ChannelCheck =
  /** The bot may post there. */
  | { readonly name: string }
  /** The permissions that the bot lacks there, as the platform names them. */
  | { readonly missing: readonly string[] }
  /** No such channel in that server, or none that takes text. */
  | 'unknown';

export interface ChannelAccess {
  check(place: Place, needs: { readonly thread: boolean }): Promise<ChannelCheck>;
  /** The names of a server's channels by id; it may leave some out. */
  names(serverId: ServerId): Promise<ReadonlyMap<ChannelId, string>>;
}
