/** The page's side of the playground: actions come in, and events go out as server-sent events. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from '../src/lib/clock.ts';
import { ActionError } from './command-data.ts';
import type { Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import type { PageAction, PageAnswer, PageEvents, PageSaid, WorldSnapshot as PageWorld } from './protocol.ts';
import { say } from './said.ts';
import { CHANNEL_NAME, GUILD_NAME, type World, type WorldEvent } from './world.ts';

const option = z.object({
  name: z.string(),
  value: z.union([z.string().max(6_000), z.number(), z.boolean()]),
});
const actionSchema: z.ZodType<PageAction> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('command'), name: z.string(), options: z.array(option).max(25) }),
  z.object({
    type: z.literal('autocomplete'),
    name: z.string(),
    options: z.array(option.extend({ focused: z.literal(true).exactOptional() })).max(25),
  }),
  z.object({ type: z.literal('message-menu'), name: z.string(), messageId: z.string() }),
  z.object({ type: z.literal('button'), messageId: z.string(), customId: z.string() }),
  z.object({
    type: z.literal('select'),
    messageId: z.string(),
    customId: z.string(),
    values: z.array(z.string()).max(25),
  }),
  z.object({
    type: z.literal('form'),
    customId: z.string(),
    values: z.record(z.string(), z.array(z.string().max(4_000)).max(25)),
  }),
]);

// Discord's limit for people without Nitro.
const saidSchema: z.ZodType<PageSaid> = z.object({
  content: z.string().trim().min(1).max(2_000),
  replyTo: z.string().exactOptional(),
});

/**
 * The routes below `/playground`, and a function that ends the event streams. The server that mounts them checks who
 * may call.
 */
export function createPageApi(world: World, gateway: Gateway, interactions: Interactions, clock: Clock) {
  const api = new Hono();
  /** The functions that end each open event stream. */
  const endings = new Set<() => void>();

  api.get('/events', (c) => {
    let stop = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const write = <Name extends keyof PageEvents>(name: Name, data: PageEvents[Name]) =>
          controller.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
        write('world', describeWorld(world, gateway, clock));
        const unsubscribe = world.subscribe((event) => tellPage(world.owner.user.id, event, write));
        const end = () => {
          stop();
          controller.close();
        };
        endings.add(end);
        stop = () => {
          unsubscribe();
          endings.delete(end);
        };
      },
      cancel: () => stop(),
    });
    return c.body(body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  });

  api.post('/interactions', async (c) => {
    const action = actionSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!action.success) {
      return c.json(
        { message: 'That is not something one can do in the playground. Please reload the page.' },
        400,
      );
    }
    try {
      const { interactionId, outcome } = interactions.begin(world.owner, action.data);
      if (action.data.type !== 'autocomplete') return c.json({ interactionId } satisfies PageAnswer);
      const seen = await outcome;
      return c.json({
        interactionId,
        ...(seen.type === 'choices' && { choices: seen.choices }),
      } satisfies PageAnswer);
    } catch (error) {
      if (error instanceof ActionError) return c.json({ message: error.message }, 400);
      throw error;
    }
  });

  api.post('/messages', async (c) => {
    const said = saidSchema.safeParse(await c.req.json().catch(() => undefined));
    const replied = said.data?.replyTo === undefined ? undefined : world.find(said.data.replyTo)?.message;
    if (!said.success || (said.data.replyTo !== undefined && replied === undefined)) {
      return c.json({ message: 'That message is not there any more. Please reload the page.' }, 400);
    }
    say(world, world.owner, clock.now(), { content: said.data.content, replied });
    return c.json({});
  });

  return {
    api,
    close(): void {
      for (const end of endings) end();
    },
  };
}

function describeWorld(world: World, gateway: Gateway, clock: Clock): PageWorld {
  return {
    person: world.owner.user,
    bot: world.bot,
    isBotOnline: gateway.isOnline(),
    guildName: GUILD_NAME,
    channelName: CHANNEL_NAME,
    channels: world.channels.map(({ id, name }) => ({ id, name })),
    commands: world.commands(),
    messages: world.messages(world.owner.user.id),
    nowMs: clock.now(),
  };
}

/** Passes an event on to the page if its person may see it. */
function tellPage(
  personId: string,
  event: WorldEvent,
  write: <Name extends keyof PageEvents>(name: Name, data: PageEvents[Name]) => void,
): void {
  if ('audience' in event.data && (event.data.audience ?? personId) !== personId) return;
  switch (event.name) {
    case 'created':
    case 'changed':
      write('message', event.data.message);
      return;
    case 'deleted':
      write('deleted', { id: event.data.id });
      return;
    case 'failed':
      write('failed', { interactionId: event.data.interactionId, message: event.data.message });
      return;
    case 'form':
      write('form', { interactionId: event.data.interactionId, form: event.data.form });
      return;
    case 'commands':
      write('commands', event.data);
      return;
    case 'presence':
      write('presence', event.data);
      return;
    case 'time':
      write('time', event.data);
      return;
  }
}
