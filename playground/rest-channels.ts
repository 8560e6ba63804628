/** The REST routes of channels, direct messages, and the messages in them. */
import type { APIMessage } from 'discord-api-types/v10';
import { MessageFlags } from 'discord-api-types/v10';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from '../src/lib/clock.ts';
import { parseForm } from './form.ts';
import { describeChannel, describeDirect } from './guild.ts';
import { jsonBody } from './json-body.ts';
import { parseEdit, parseNewMessage } from './limits.ts';
import { editedMessage, newMessage } from './messages.ts';
import { RestError, unknownChannel, unknownMessage } from './rest-error.ts';
import { replyParts } from './said.ts';
import { startThread } from './threads.ts';
import type { World } from './world.ts';

const CHANNEL_FLAGS =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;
/** The time for which a repeated nonce returns the same message. Discord says "the past few minutes". */
const NONCE_LIVES_MS = 5 * 60_000;

export function addChannelRoutes(rest: Hono, world: World, clock: Clock): void {
  rest.post('/users/@me/channels', async (c) => {
    const { recipient_id } = parseForm(z.object({ recipient_id: z.string() }), await jsonBody(c));
    const person = world.people.get(recipient_id);
    if (person === undefined) throw new RestError(400, 50033, 'Invalid Recipient(s)');
    return c.json(describeDirect(world.directChannel(recipient_id), person));
  });

  /** The channel in the path, of the guild or a direct one. */
  const channelOf = (c: Context) => {
    const id = c.req.param('channel') ?? '';
    const channel = world.channels.find((one) => one.id === id);
    const person = world.people.get(world.personOfDirect(id) ?? '');
    if (channel === undefined && person === undefined) throw unknownChannel();
    return { id, channel, person };
  };
  rest.use('/channels/:channel/*', async (c, next) => {
    channelOf(c);
    await next();
  });
  rest.get('/channels/:channel', (c) => {
    const { id, channel, person } = channelOf(c);
    return c.json(channel ? describeChannel(world, channel) : person && describeDirect(id, person));
  });
  rest.get('/channels/:channel/messages', (c) => {
    const limit = Math.min(Math.max(Number(c.req.query('limit') ?? 50) || 50, 1), 100);
    const before = BigInt(c.req.query('before')?.match(/^\d+$/)?.[0] ?? 2n ** 63n);
    const after = BigInt(c.req.query('after')?.match(/^\d+$/)?.[0] ?? 0);
    const { id: channelId, person } = channelOf(c);
    const found = world
      .messages(person?.user.id)
      .filter(({ channel_id }) => channel_id === channelId)
      .filter(({ id }) => BigInt(id) < before && BigInt(id) > after);
    // With `after`, the messages that follow it, otherwise the newest; newest first either way.
    const page = c.req.query('after') ? found.slice(0, limit) : found.slice(-limit);
    return c.json(page.reverse());
  });
  rest.post('/channels/:channel/messages', async (c) => {
    const { id, channel, person } = channelOf(c);
    if (channel?.mayBotPost === false) throw new RestError(403, 50013, 'Missing Permissions');
    const draft = parseNewMessage(await jsonBody(c), CHANNEL_FLAGS);
    const sinceMs = clock.now() - NONCE_LIVES_MS;
    const sent =
      draft.enforce_nonce === true && draft.nonce !== undefined
        ? world
            .messages(person?.user.id)
            .find(
              ({ nonce, timestamp, channel_id }) =>
                nonce === draft.nonce && channel_id === id && Date.parse(timestamp) >= sinceMs,
            )
        : undefined;
    if (sent) return c.json(sent);
    const written = newMessage(world, draft, draft.flags ?? 0, clock.now());
    const message = { ...written, channel_id: id, ...replyParts(world, id, draft.message_reference) };
    return c.json(world.put(message, person?.user.id));
  });

  rest.post('/channels/:channel/typing', (c) => {
    if (channelOf(c).channel?.mayBotPost === false) throw new RestError(403, 50013, 'Missing Permissions');
    return c.body(null, 204);
  });

  const channelMessage = '/channels/:channel/messages/:message';
  /** The message in the path; private ones don't belong to the channel. */
  const inChannel = (c: Context): APIMessage => {
    const stored = world.find(c.req.param('message') ?? '');
    const { id, person } = channelOf(c);
    if (stored?.message.channel_id !== id || stored.audience !== person?.user.id) throw unknownMessage();
    return stored.message;
  };
  rest.get(channelMessage, (c) => c.json(inChannel(c)));
  rest.patch(channelMessage, async (c) => {
    const change = parseEdit(await jsonBody(c));
    return c.json(
      world.put(editedMessage(world, inChannel(c), change, clock.now()), channelOf(c).person?.user.id),
    );
  });
  rest.delete(channelMessage, (c) => {
    world.remove(inChannel(c).id);
    return c.body(null, 204);
  });
  rest.post(`${channelMessage}/threads`, async (c) =>
    c.json(startThread(world, inChannel(c), await jsonBody(c), clock.now()), 201),
  );
}
