/** Threads under messages, as far as the daily post opens them. https://docs.discord.com/developers/resources/channel#start-thread-from-message */
import { type APIMessage, type APIThreadChannel, ChannelType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { parseForm } from './form.ts';
import { RestError } from './rest-error.ts';
import type { World } from './world.ts';

const bodySchema = z.object({
  name: z.string().trim().min(1).max(100),
  auto_archive_duration: z.literal([60, 1_440, 4_320, 10_080]).default(1_440),
});

/** Opens a thread under a message; there can be one. */
export function startThread(
  world: World,
  message: APIMessage,
  body: unknown,
  nowMs: number,
): APIThreadChannel {
  if (message.thread) {
    throw new RestError(400, 160004, 'A thread has already been created for this message');
  }
  const { name, auto_archive_duration } = parseForm(bodySchema, body);
  const thread: APIThreadChannel = {
    id: message.id,
    type: ChannelType.PublicThread,
    guild_id: world.guildId,
    parent_id: message.channel_id,
    owner_id: world.bot.id,
    name,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    applied_tags: [],
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: false,
      auto_archive_duration,
      archive_timestamp: new Date(nowMs).toISOString(),
      locked: false,
    },
  };
  world.put({ ...message, thread, flags: (message.flags ?? 0) | MessageFlags.HasThread }, undefined);
  return thread;
}
