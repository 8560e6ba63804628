/** The daily post over the real REST client against the playground's server, with the bot that answers for it. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { APIMessage } from 'discord-api-types/v10';
import { MessageFlags } from 'discord-api-types/v10';
import PQueue from 'p-queue';
import { expect, onTestFinished, test } from 'vitest';
import { composePost } from '../../src/delivery/compose.ts';
import { PosterError, type PostToSend } from '../../src/delivery/poster.ts';
import { startPosting } from '../../src/delivery/schedule.ts';
import { createDiscordPoster } from '../../src/discord/poster.ts';
import { platformId } from '../../src/domain/person.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { createLog } from '../../src/lib/log.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { customIdsOf, headingOf, textOf } from '../helpers/message-texts.ts';
import { createOpenApiCheck } from '../helpers/openapi.ts';
import type { TestPlayground } from '../helpers/playground.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

let engine: TestEngine;
let discord: TestPlayground;

useDiscord((started) => {
  ({ engine, discord } = started);
});

const poster = () => createDiscordPoster({ token: discord.playground.token, apiUrl: discord.apiUrl });
const here = () => {
  const { guildId, channelId } = discord.playground.world;
  return {
    kind: 'channel',
    serverId: platformId('discord', guildId),
    channelId: platformId('discord', channelId),
  } as const;
};
const quietPost = (idempotencyKey: string): PostToSend => ({
  subscription: makeSubscription(),
  composed: {
    day: '2025-06-02',
    papers: [],
    notices: [],
    list: { source: 'hugging-face', day: '2025-06-01' },
    quiet: 'posted',
  },
  idempotencyKey,
});
const posts = () => discord.messages().filter((message) => textOf(message).includes('Trending papers · '));

/** Posts for subscriptions that fall due in the next minute. */
async function postFor(...given: Partial<Subscription>[]): Promise<void> {
  const { clock } = discord;
  const time = new Date(clock.now() + 60_000).toISOString().slice(11, 16);
  for (const one of given) {
    const id = `s${crypto.randomUUID().slice(0, 8)}`;
    await engine.stores.subscriptions.add(
      makeSubscription({ id, target: here(), time, createdAt: new Date(clock.now()), ...one }),
    );
    onTestFinished(async () => {
      await engine.stores.subscriptions.remove(one.id ?? id);
    });
  }
  const posting = startPosting({
    engine,
    poster: poster(),
    clock,
    owner: 'test',
    queue: new PQueue({ concurrency: 2 }),
    log: createLog({ level: 'silent' }),
  });
  await posting.idle();
  clock.advance(60_000);
  await posting.idle();
  await posting.close(1_000);
}

test('The post arrives as one message that mentions nobody, with a thread, and its id is stored', async () => {
  await postFor({ id: 'arrives', size: 10, opensThread: true });
  const [message] = posts();
  const text = textOf(message as APIMessage);
  expect(text).toMatch(/^## Trending papers · /);
  expect(text).toContain('**10. [');
  expect(message).toMatchObject({ mentions: [], mention_everyone: false });
  expect(message?.thread?.name).toMatch(/^Trending papers, /);
  expect((message?.flags ?? 0) & MessageFlags.HasThread).toBeTruthy();
  expect((message?.flags ?? 0) & MessageFlags.IsComponentsV2).toBeTruthy();
  expect(customIdsOf(message as APIMessage).filter((id) => id.startsWith('open|summary|'))).toHaveLength(10);
  const day = new Date(discord.clock.now()).toISOString().slice(0, 10);
  expect(await engine.stores.posts.get({ subscriptionId: 'arrives', day })).toMatchObject({
    state: 'sent',
    messageId: message?.id,
  });
  const sent = discord.requests.find(({ path }) => path.endsWith('/messages'))?.body;
  expect(sent).toMatchObject({ enforce_nonce: true, allowed_mentions: { parse: [] } });
});

/** A playground in front of which a server stands that knows no Components V2. */
async function refusingLayouts(): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await readText(request);
    if (body.includes('"flags":32768')) {
      response.writeHead(400, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ code: 50035, message: 'Invalid Form Body' }));
    }
    const passed = await fetch(`${discord.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: { authorization: `${request.headers.authorization}`, 'content-type': 'application/json' },
      ...(body && { body }),
    });
    response.writeHead(passed.status, { 'content-type': 'application/json' });
    response.end(await passed.text());
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
}

test('Its buttons answer privately, with the paper or with everything trending', async () => {
  await postFor({ id: 'buttons' });
  const message = posts().at(-1) as APIMessage;
  const [first = '', ...others] = customIdsOf(message);
  const reader = discord.addPerson('Reader');
  const summary = await discord.press(message, first, { user: reader });
  expect((summary.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
  expect(textOf(message)).toContain(summary.embeds[0]?.title ?? 'no title');
  const trending = await discord.press(message, others.at(-1) ?? '', { user: reader });
  expect((trending.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
  expect(headingOf(trending)).toContain('Trending papers');
});

test('If Components V2 are refused the plain form is sent, and its menu works like that of old posts', async () => {
  const plain = createDiscordPoster({ token: discord.playground.token, apiUrl: await refusingLayouts() });
  const subscription = makeSubscription({ id: 'plain' });
  const composed = await composePost(engine, subscription, new Date(discord.clock.now()));
  const { messageId } = await plain.sendPost(here(), { subscription, composed, idempotencyKey: 'plain' });
  const message = discord.messages().find(({ id }) => id === messageId) as APIMessage;
  expect(message.content).toMatch(/^\*\*Trending papers\*\* · /);
  const [customId = ''] = customIdsOf(message);
  const { day } = composed;
  expect(await plain.findPost(here(), { subscriptionId: 'plain', day }, new Date(discord.clock.now()))).toBe(
    messageId,
  );
  const paperId = composed.papers[0]?.paper.id;
  const summary = await discord.choose(message, customId, [`open|summary|${paperId}`]);
  expect((summary.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
});

test('The button of a quiet day shows privately what is trending', async () => {
  const { messageId } = await poster().sendPost(here(), quietPost('quiet'));
  const message = discord.messages().find(({ id }) => id === messageId) as APIMessage;
  const answer = await discord.press(message, 'post|sub1|2025-06-02|open|trending');
  expect(headingOf(answer)).toContain('Trending papers');
  expect((answer.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
});

test('The post also arrives by direct message', async () => {
  const reader = discord.addPerson('Direct');
  await postFor({
    id: 'direct',
    target: { kind: 'direct', personId: platformId('discord', reader.user.id) },
  });
  const direct = discord.playground.world.directChannel(reader.user.id);
  const received = discord.messages({ user: reader }).filter(({ channel_id }) => channel_id === direct);
  expect(received.map(textOf)).toEqual([expect.stringMatching(/^## Trending papers · /)]);
});

test('A channel without permission stops the subscription, and its creator is told why', async () => {
  const maker = discord.addPerson('Maker');
  const closed = discord.playground.world.channels.find(({ mayBotPost }) => !mayBotPost)?.id ?? '';
  await postFor({
    id: 'closed',
    target: { ...here(), channelId: platformId('discord', closed) },
    createdBy: platformId('discord', maker.user.id),
  });
  expect((await engine.stores.subscriptions.get('closed'))?.state).toEqual({
    kind: 'stopped',
    reason: 'my role no longer has Send Messages and Embed Links there',
  });
  const direct = discord.playground.world.directChannel(maker.user.id);
  const heard = discord.messages({ user: maker }).filter(({ channel_id }) => channel_id === direct);
  expect(heard.map(({ content }) => content)).toEqual([
    `Your daily papers in <#${closed}> have stopped: my role no longer has Send Messages and Embed Links there. Once that is fixed, \`/digest resume\` starts them again.`,
  ]);
});

test('Only the post itself is found again by its marker', async () => {
  await postFor({ id: 'found' });
  const day = new Date(discord.clock.now()).toISOString().slice(0, 10);
  const since = new Date(discord.clock.now());
  expect(await poster().findPost(here(), { subscriptionId: 'found', day }, since)).toBe(posts().at(-1)?.id);
  expect(
    await poster().findPost(here(), { subscriptionId: 'found', day: day.slice(0, -1) }, since),
  ).toBeUndefined();
  expect(await poster().findPost(here(), { subscriptionId: 'foun', day }, since)).toBeUndefined();
  const later = new Date(discord.clock.now() + 3_600_000);
  expect(await poster().findPost(here(), { subscriptionId: 'found', day }, later)).toBeUndefined();
});

test('The same idempotency key returns the message that was sent before', async () => {
  const before = discord.messages().length;
  const first = await poster().sendPost(here(), quietPost('key-1'));
  expect(await poster().sendPost(here(), quietPost('key-1'))).toEqual(first);
  expect(discord.messages()).toHaveLength(before + 1);
});

test('An existing thread is no error', async () => {
  const { messageId } = await poster().sendPost(here(), quietPost('key-2'));
  await poster().openThread(here(), messageId, '2025-06-02');
  await poster().openThread(here(), messageId, '2025-06-02');
});

test('Only a post that names a role mentions it, and a post is published once', async () => {
  const { botRoleId } = discord.playground.world;
  await postFor({ id: 'role', mentionedRole: platformId('discord', botRoleId) });
  const sent = discord.requests.findLast(({ path }) => path.endsWith('/messages'))?.body;
  expect(sent).toMatchObject({ allowed_mentions: { parse: [], roles: [botRoleId] } });

  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const again = asked.length > 1;
    response.writeHead(again ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(again ? { code: 40033, message: 'already crossposted' } : { id: '7' }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publisher = createDiscordPoster({ token: 'x', apiUrl });
  const target = { ...here(), channelId: 'discord:5' } as const;
  await publisher.publish(target, '7');
  await publisher.publish(target, '7');
  expect(asked).toEqual(Array(2).fill('POST /v10/channels/5/messages/7/crosspost'));
});

test('A deleted channel stops its subscription, and the next one is posted', async () => {
  const before = posts().length;
  await postFor({ id: 'deleted', target: { ...here(), channelId: 'discord:404' } }, { id: 'beside' });
  expect(posts()).toHaveLength(before + 1);
  expect((await engine.stores.subscriptions.get('deleted'))?.state).toEqual({
    kind: 'stopped',
    reason: 'the channel is gone',
  });
  expect((await engine.stores.subscriptions.get('beside'))?.state).toEqual({ kind: 'active' });
});

test('Only a refusal by Discord itself stops a subscription; everything else is retried', async () => {
  const nowhere = createDiscordPoster({ token: 'x', apiUrl: `${discord.url}/elsewhere` });
  await expect(nowhere.sendPost(here(), quietPost('n'))).rejects.toMatchObject({ kind: 'temporary' });
  const wrongToken = createDiscordPoster({ token: 'x', apiUrl: discord.apiUrl });
  await expect(wrongToken.sendPost(here(), quietPost('n'))).rejects.toBeInstanceOf(PosterError);
});

test('A machine that slept before a retry sends nothing', async () => {
  let nowMs = 0;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url}`);
    nowMs += 10 * 60_000;
    const limit = { message: 'slow down', retry_after: 0.05, global: false };
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '0.05' });
    response.end(JSON.stringify(limit));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sleepy = createDiscordPoster({ token: 'x', apiUrl, now: () => nowMs });
  await expect(sleepy.sendPost(here(), quietPost('n'))).rejects.toMatchObject({ kind: 'temporary' });
  expect(asked).toHaveLength(1);
});

test('Every request conforms to Discord’s OpenAPI description', () => {
  const check = createOpenApiCheck();
  const sent = discord.requests.filter(({ body }) => body !== undefined);
  expect(sent.length).toBeGreaterThan(4);
  expect(sent.flatMap(check)).toEqual([]);
});
