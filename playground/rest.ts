/** The part of Discord's REST API, version 10, that this bot uses. https://docs.discord.com/developers/reference */
import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Clock } from '../src/lib/clock.ts';
import { describeCommand, parseCommands } from './command-limits.ts';
import { BOT_PERMISSIONS, describeGuild, describeMember } from './guild.ts';
import type { Interactions } from './interactions.ts';
import { jsonBody } from './json-body.ts';
import { addChannelRoutes } from './rest-channels.ts';
import { RestError, unknownWebhook } from './rest-error.ts';
import { GUILD_NAME, type World } from './world.ts';

/** A request of the bot, for tests. The path omits `/api/v10`. */
export interface BotRequest {
  readonly method: string;
  readonly path: string;
  /** Undefined without a body. */
  readonly body: unknown;
}

interface Parts {
  readonly world: World;
  readonly interactions: Interactions;
  readonly clock: Clock;
  readonly token: string;
  readonly onBotRequest: (request: BotRequest) => void;
}

/** The routes below `/api/v10`. */
export function createRest({ world, interactions, clock, token, onBotRequest }: Parts): Hono {
  const rest = new Hono();

  rest.use('*', async (c, next) => {
    const isOpen = /^\/api\/v10\/(interactions|webhooks|gateway$)/.test(c.req.path);
    if (!isOpen && c.req.header('authorization') !== `Bot ${token}`) {
      throw new RestError(401, 0, '401: Unauthorized');
    }
    await next();
  });
  rest.use('*', async (c, next) => {
    const { method, path } = c.req;
    const body = ['POST', 'PUT', 'PATCH'].includes(method)
      ? await jsonBody(c).catch(() => undefined)
      : undefined;
    onBotRequest({ method, path: path.replace(/^\/api\/v10/, ''), body });
    await next();
  });

  const gatewayUrl = (c: Context) => `ws://${c.req.header('host')}/gateway`;
  rest.get('/gateway', (c) => c.json({ url: gatewayUrl(c) }));
  rest.get('/gateway/bot', (c) =>
    c.json({
      url: gatewayUrl(c),
      shards: 1,
      session_start_limit: { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 },
    }),
  );

  rest.get('/users/@me', (c) => c.json(world.bot));
  rest.get('/users/@me/guilds', (c) =>
    c.json([
      {
        id: world.guildId,
        name: GUILD_NAME,
        icon: null,
        banner: null,
        owner: false,
        permissions: BOT_PERMISSIONS,
        features: [],
      },
    ]),
  );
  rest.get('/applications/@me', (c) => c.json(describeApplication(world)));
  rest.get('/oauth2/applications/@me', (c) => c.json(describeApplication(world)));

  rest.get('/applications/:application/commands', (c) => {
    checkApplication(world, c);
    return c.json(world.commands());
  });
  rest.put('/applications/:application/commands', async (c) => {
    checkApplication(world, c);
    const definitions = parseCommands(await jsonBody(c));
    const before = new Map(world.commands().map((command) => [command.name, command.id]));
    world.setCommands(
      definitions.map((definition) =>
        describeCommand(definition, {
          id: before.get(definition.name) ?? world.newId(),
          application_id: world.applicationId,
          version: world.newId(),
        }),
      ),
    );
    return c.json(world.commands());
  });

  rest.post('/interactions/:id/:token/callback', async (c) => {
    const { id, token: interactionToken } = c.req.param();
    const result = interactions.respond(id, interactionToken, await jsonBody(c));
    return c.req.query('with_response') === 'true' ? c.json(result) : c.body(null, 204);
  });

  rest.use('/webhooks/:application/*', async (c, next) => {
    if (c.req.param('application') !== world.applicationId) throw unknownWebhook();
    await next();
  });
  rest.post('/webhooks/:application/:token', async (c) =>
    c.json(interactions.followUp(c.req.param('token'), await jsonBody(c))),
  );
  const webhookMessage = '/webhooks/:application/:token/messages/:message';
  rest.get(webhookMessage, (c) =>
    c.json(interactions.getMessage(c.req.param('token'), c.req.param('message'))),
  );
  rest.patch(webhookMessage, async (c) =>
    c.json(interactions.editMessage(c.req.param('token'), c.req.param('message'), await jsonBody(c))),
  );
  rest.delete(webhookMessage, (c) => {
    interactions.deleteMessage(c.req.param('token'), c.req.param('message'));
    return c.body(null, 204);
  });

  addChannelRoutes(rest, world, clock);

  rest.get('/guilds/:guild', (c) => {
    if (c.req.param('guild') !== world.guildId) throw new RestError(404, 10004, 'Unknown Guild');
    return c.json(describeGuild(world));
  });
  rest.get('/guilds/:guild/roles', (c) => c.json(describeGuild(world).roles));
  rest.get('/guilds/:guild/channels', (c) => c.json(describeGuild(world).channels));
  rest.get('/guilds/:guild/members/:user', (c) => {
    const id = c.req.param('user');
    const user = id === world.bot.id ? world.bot : world.people.get(id)?.user;
    if (c.req.param('guild') !== world.guildId || user === undefined) {
      throw new RestError(404, 10007, 'Unknown Member');
    }
    return c.json(describeMember(user));
  });

  rest.all('*', (c) => {
    throw new RestError(404, 0, `404: Not Found (the playground has no ${c.req.method} ${c.req.path})`);
  });
  rest.onError((error, c) => {
    if (error instanceof RestError) return c.json(error.toBody(), error.status);
    throw error;
  });
  return rest;
}

function describeApplication(world: World) {
  return {
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '',
    flags: 0,
    bot: world.bot,
    owner: world.owner.user,
    team: null,
    summary: '',
    approximate_guild_count: 1,
    guild: { id: world.guildId, name: GUILD_NAME },
  };
}

function checkApplication(world: World, c: Context): void {
  if (c.req.param('application') !== world.applicationId)
    throw new RestError(404, 10002, 'Unknown Application');
}
