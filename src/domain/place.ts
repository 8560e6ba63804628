/** Places in which people talk, on any platform. */
import type { PlatformId } from './person.ts';

/** A community with channels of its own, such as a Discord server. */
export type ServerId = PlatformId;
export type ChannelId = PlatformId;
/** People of a server who can be mentioned together. */
export type RoleId = PlatformId;

export interface Place {
  /** Undefined in direct messages. */
  readonly serverId: ServerId | undefined;
  readonly channelId: ChannelId;
}
