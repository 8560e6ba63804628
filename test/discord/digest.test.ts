/** /digest through the real discord.js client against the playground's server. */
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { platformId } from '../../src/domain/person.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { TestBot } from '../helpers/bot.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { textOf } from '../helpers/message-texts.ts';
import { createOpenApiCheck } from '../helpers/openapi.ts';
import type { TestPlayground } from '../helpers/playground.ts';

let engine: TestEngine;
let discord: TestPlayground;
let bot: TestBot;

useDiscord((started) => {
  ({ engine, discord, bot } = started);
});
beforeEach(async () => {
  for (const { id } of await all()) await engine.stores.subscriptions.remove(id);
});

async function all(): Promise<Subscription[]> {
  const { world } = discord.playground;
  const { subscriptions } = engine.stores;
  const people = await Promise.all(
    [...world.people.keys()].map((id) => subscriptions.ofPerson(platformId('discord', id))),
  );
  return [...(await subscriptions.ofServer(platformId('discord', world.guildId))), ...people.flat()];
}
async function only(): Promise<Subscription> {
  const [subscription, ...others] = await all();
  if (!subscription || others.length > 0) throw new Error(`${others.length} subscriptions too many`);
  return subscription;
}
const channelId = (name: string): string =>
  discord.playground.world.channels.find((one) => one.name === name)?.id ?? '';
const said = ({ content, embeds }: APIMessage): string =>
  [content, embeds[0]?.description].filter(Boolean).join('\n');
function parts(message: APIMessage) {
  return (message.components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow ? row.components : [],
  );
}
function customId(message: APIMessage, label?: string): string {
  const found = parts(message).find(
    (part) =>
      (label ? 'label' in part && part.label === label : part.type === ComponentType.StringSelect) &&
      'custom_id' in part,
  );
  if (!found || !('custom_id' in found) || !found.custom_id)
    throw new Error(`there is no ${label ?? 'menu'}`);
  return found.custom_id;
}

describe('/digest subscribe', () => {
  it('has sensible defaults, and says where, when, what and how to change it', async () => {
    const message = await discord.command('digest subscribe', { size: 5 });
    expect(message.flags).toBe(MessageFlags.Ephemeral);
    const made = await only();
    const { world } = discord.playground;
    expect(made).toMatchObject({
      target: {
        kind: 'channel',
        serverId: `discord:${world.guildId}`,
        channelId: `discord:${world.channelId}`,
      },
      createdBy: `discord:${world.owner.user.id}`,
      time: '09:00',
      timeZone: 'UTC',
      days: [1, 2, 3, 4, 5],
      size: 5,
      topics: [],
      categories: [],
      lagDays: 1,
      isSilentWhenQuiet: false,
      opensThread: false,
      state: { kind: 'active' },
    });
    expect(said(message)).toContain(`in <#${world.channelId}>`);
    expect(said(message)).toMatch(/on weekdays at 09:00, UTC time\n/);
    expect(said(message)).toMatch(/<t:\d+:F>/);
    expect(said(message)).toContain("I don't know your time zone, so I used UTC.");
  });

  it('accepts every option', async () => {
    await discord.command('digest subscribe', {
      channel: channelId('reading-group'),
      time: '7:30 pm',
      timezone: 'new york',
      days: 'mon, thu',
      size: 3,
      topics: 'prompt compression; agents',
      categories: 'cs.cl',
      lag: 2,
      quiet: 'silent',
      thread: true,
    });
    expect(await only()).toMatchObject({
      target: { channelId: `discord:${channelId('reading-group')}` },
      time: '19:30',
      timeZone: 'America/New_York',
      days: [1, 4],
      size: 3,
      topics: ['prompt compression', 'agents'],
      categories: ['cs.CL'],
      lagDays: 2,
      isSilentWhenQuiet: true,
      opensThread: true,
    });
  });

  it('reuses the time zone of the server’s other subscription, and says so', async () => {
    await discord.command('digest subscribe', { timezone: 'Europe/Berlin' });
    const second = await discord.command('digest subscribe', { topics: 'agents' });
    expect(said(second)).toContain('Europe/Berlin time\n');
    expect(said(second)).toContain("I used the time zone of this server's other subscription.");
  });

  it.each([
    [{ time: '25:00' }, "“25:00” isn't a time. Type it like 09:00 or 9am, from 00:00 to 23:59."],
    [{ timezone: 'Mars/Olympus' }, "I don't know the time zone “Mars/Olympus”."],
    [{ topics: 'x'.repeat(1_000) }, 'has 1,000 characters; the limit is 100.'],
    [{ days: 'someday' }, "I don't recognise “someday”."],
    [{ categories: 'cs.ZZ' }, "“cs.ZZ” isn't an arXiv category."],
  ])('refuses %o with a clear message, and stores nothing', async (options, words) => {
    const message = await discord.command('digest subscribe', options);
    expect(message.content).toContain(words);
    expect(await all()).toEqual([]);
  });

  it('names the missing permission in a channel', async () => {
    const message = await discord.command('digest subscribe', { channel: channelId('announcements') });
    expect(message.content).toBe(
      "I can't post in that channel yet: I need Send Messages there. Give my role that in the channel's settings under Permissions, then try again.",
    );
    expect(await all()).toEqual([]);
  });

  it('refuses people without Manage Server, and shows them the alternatives', async () => {
    const visitor = discord.addPerson('Visitor');
    const message = await discord.command('digest subscribe', {}, { user: visitor });
    expect(message.content).toBe(
      'Posting in a channel needs the Manage Server permission. Use /digest me to get papers yourself.',
    );
    expect(await all()).toEqual([]);
  });

  it('accepts only roles that the bot may mention, and publishes only in announcement channels', async () => {
    const { botRoleId, guildId } = discord.playground.world;
    await discord.command('digest subscribe', { role: botRoleId });
    expect(await only()).toMatchObject({ mentionedRole: `discord:${botRoleId}` });
    expect((await discord.command('digest edit', { role: '404' })).content).toContain(
      "I can't mention that role.",
    );
    await discord.command('digest edit', { role: guildId });
    expect((await only()).mentionedRole).toBeUndefined();
    expect((await discord.command('digest edit', { publish: true })).content).toContain(
      'Only posts in an announcement channel can be published.',
    );
    expect((await only()).isPublished).toBe(false);
  });

  it('notices a subscription to the same papers, and offers to edit that one', async () => {
    await discord.command('digest subscribe', { topics: 'Agents; prompt compression', categories: 'cs.CL' });
    const first = await only();
    const same = { topics: 'prompt compression; agents', categories: 'cs.CL' };
    const offer = await discord.command('digest subscribe', { ...same, time: '18:00' });
    expect(said(offer)).toContain('**There is one already:**');
    expect(await only()).toEqual(first);
    const changed = await discord.press(offer, customId(offer, 'Change it'));
    expect(said(changed)).toContain('**Changed.**');
    expect(await only()).toMatchObject({ id: first.id, time: '18:00' });
    // Nothing is offered where nothing would change, nor is anything made twice.
    const again = await discord.command('digest subscribe', {
      ...same,
      time: '18:00',
    });
    expect(() => customId(again, 'Change it')).toThrow();
    expect(await all()).toHaveLength(1);
  });

  it('adds a second one for other topics, another channel or other days', async () => {
    await discord.command('digest subscribe', { topics: 'agents', days: 'weekdays' });
    await discord.command('digest subscribe', { topics: 'robots', days: 'weekdays' });
    await discord.command('digest subscribe', { topics: 'agents', days: 'weekends' });
    await discord.command('digest subscribe', { topics: 'agents', channel: channelId('reading-group') });
    expect(await all()).toHaveLength(4);
    expect(
      (await discord.command('digest subscribe', { topics: 'agents', days: 'daily' })).content,
    ).toContain('There is one already');
    const [{ id } = { id: '' }] = await all();
    const removed = await discord.command('digest remove', { subscription: id });
    expect(removed.content).toContain('2 other subscriptions in');
  });

  it('refuses more subscriptions than a menu can show', async () => {
    await discord.command('digest subscribe', { size: 5 });
    const first = await only();
    for (let i = 1; i < 25; i++) await engine.stores.subscriptions.add({ ...first, id: `more-${i}` });
    const more = await discord.command('digest subscribe', { topics: 'agents' });
    expect(more.content).toContain('25 subscriptions here already');
    const list = await discord.command('digest list');
    expect(list.embeds[0]?.title).toBe('25 subscriptions');
  });
});

describe('/digest me', () => {
  it('gives each person one subscription, which a second request changes', async () => {
    const visitor = discord.addPerson('Reader');
    const message = await discord.command('digest me', { timezone: 'Tokyo' }, { user: visitor });
    expect(said(message)).toContain('in your direct messages');
    await discord.command('digest me', { time: '8:00' }, { user: visitor });
    expect(await only()).toMatchObject({
      target: { kind: 'direct', personId: `discord:${visitor.user.id}` },
      time: '08:00',
      timeZone: 'Asia/Tokyo',
    });
  });

  it('is visible to nobody else, not even to those who manage the server', async () => {
    const visitor = discord.addPerson('Private');
    await discord.command('digest me', {}, { user: visitor });
    const { id } = await only();
    expect((await discord.command('digest list')).content).toContain('There are no subscriptions here yet.');
    expect((await discord.command('digest remove', { subscription: id })).content).toContain(
      "I don't know that subscription.",
    );
    await only();
  });
});

describe('a subscription', () => {
  it('is listed in a menu; choosing it shows buttons to pause, resume and preview it', async () => {
    await discord.command('digest subscribe', { topics: 'agents' });
    await discord.command('digest me');
    const list = await discord.command('digest list');
    expect(list.embeds[0]?.title).toBe('2 subscriptions');
    const lines = (list.embeds[0]?.description ?? '').split('\n');
    expect(lines[0]).toMatch(/^1\. in <#\d+>, on weekdays at 09:00, .* · agents · next <t:\d+:R>$/);
    const [menu] = parts(list);
    const labels = menu?.type === ComponentType.StringSelect ? menu.options.map(({ label }) => label) : [];
    expect(labels[0]).toMatch(/^1\. #papers, on weekdays at 09:00/);
    const [{ id } = { id: '' }] = await all();
    const shown = await discord.choose(list, customId(list), [id]);
    expect(shown.flags).toBe(MessageFlags.Ephemeral);
    expect(said(shown)).toContain('about “agents”');
    const paused = await discord.press(shown, customId(shown, 'Pause'));
    expect(paused.id).toBe(shown.id);
    expect(said(paused)).toContain('**Paused.**');
    expect((await engine.stores.subscriptions.get(id))?.state).toEqual({ kind: 'paused' });
    expect((await engine.stores.subscriptions.active()).map((one) => one.id)).not.toContain(id);
    const resumed = await discord.press(paused, customId(paused, 'Resume'));
    expect(said(resumed)).toContain('**Resumed.**');
    expect((await engine.stores.subscriptions.get(id))?.state).toEqual({ kind: 'active' });
    const preview = await discord.press(resumed, customId(resumed, 'Preview'));
    expect(textOf(preview)).toMatch(/^## Trending papers · /);
    expect((preview.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
    expect(bot.handled.filter(({ kind }) => kind === 'menu')).toMatchObject([
      { command: 'digest', outcome: 'answered' },
    ]);
  });

  it('can be changed, paused, resumed, previewed and removed by name, or without a name if it is the only one', async () => {
    await discord.command('digest subscribe', { topics: 'agents' });
    const { id } = await only();
    expect(said(await discord.command('digest edit', { time: '10:15', topics: 'none' }))).toContain(
      '**Changed.**',
    );
    expect(await only()).toMatchObject({ id, time: '10:15', topics: [] });
    await discord.command('digest edit', { subscription: id, channel: channelId('reading-group') });
    expect(await only()).toMatchObject({ target: { channelId: `discord:${channelId('reading-group')}` } });
    await discord.command('digest pause');
    expect((await only()).state).toEqual({ kind: 'paused' });
    await discord.command('digest resume', { subscription: id });
    expect((await only()).state).toEqual({ kind: 'active' });
    expect(textOf(await discord.command('digest preview'))).toMatch(/^## Trending papers · /);
    expect((await discord.command('digest remove')).content).toContain('**Removed.**');
    expect(await all()).toEqual([]);
  });

  it('must be named if there are several', async () => {
    expect((await discord.command('digest pause')).content).toContain('There is no subscription here yet.');
    expect((await discord.command('digest edit')).content).toContain('There is no subscription here yet.');
    await discord.command('digest subscribe', { topics: 'agents' });
    expect((await discord.command('digest edit')).content).toContain('Nothing to change yet.');
    await discord.command('digest subscribe', { size: 5 });
    expect((await discord.command('digest pause')).content).toBe(
      'You have 2 subscriptions. Choose one with the subscription option.',
    );
    expect((await discord.command('digest pause', { subscription: 'zzz' })).content).toContain(
      "I don't know that subscription.",
    );
    expect((await discord.command('digest edit', { subscription: 'zzz' })).content).toContain(
      "I don't know that subscription.",
    );
  });

  it('cannot be resumed without its confirmation', async () => {
    await discord.command('digest subscribe', { size: 5 });
    const made = await only();
    await engine.stores.subscriptions.update({ ...made, state: { kind: 'unconfirmed' } });
    for (const name of ['digest pause', 'digest resume']) {
      expect((await discord.command(name)).content).toContain("hasn't been confirmed yet");
    }
    expect((await only()).state).toEqual({ kind: 'unconfirmed' });
  });

  it('stays unchanged if an edit is refused', async () => {
    await discord.command('digest subscribe', { size: 5 });
    const before = await only();
    await discord.command('digest edit', { time: '10:00', days: 'never' });
    await discord.command('digest edit', { time: '10:00', channel: channelId('announcements') });
    expect(await only()).toEqual(before);
  });
});

test('a changed time that has passed today is not posted today', async () => {
  await discord.command('digest subscribe', { days: 'daily', time: '00:00' });
  const made = await only();
  await engine.stores.subscriptions.update({ ...made, createdAt: new Date(0), state: { kind: 'paused' } });
  await discord.command('digest resume');
  const today = new Date(discord.clock.now()).toISOString().slice(0, 10);
  expect(await engine.stores.posts.get({ subscriptionId: made.id, day: today })).toMatchObject({
    state: 'skipped',
  });
});

describe('suggestions', () => {
  it('of time zones show the time there', async () => {
    const choices = await discord.autocomplete('digest subscribe', { timezone: 'berl' }, 'timezone');
    expect(choices).toEqual([
      { name: expect.stringMatching(/^Europe\/Berlin \(now \d\d:\d\d\)$/), value: 'Europe/Berlin' },
    ]);
    expect(await discord.autocomplete('digest me', { timezone: '' }, 'timezone')).toHaveLength(25);
    expect(await discord.autocomplete('digest edit', { timezone: 'zzzz' }, 'timezone')).toEqual([]);
  });

  it('of subscriptions name the channel, and include only those that the person may change', async () => {
    await discord.command('digest subscribe', { channel: channelId('reading-group'), topics: 'agents' });
    const { id } = await only();
    expect(await discord.autocomplete('digest pause', { subscription: 'reading' }, 'subscription')).toEqual([
      { name: '#reading-group · on weekdays at 09:00 UTC · agents', value: id },
    ]);
    const visitor = discord.addPerson('Curious');
    expect(
      await discord.autocomplete('digest pause', { subscription: '' }, 'subscription', { user: visitor }),
    ).toEqual([]);
  });
});

test('every request conforms to Discord’s OpenAPI description', () => {
  const check = createOpenApiCheck();
  const withBody = discord.requests.filter(({ body }) => body !== undefined);
  expect(withBody.length).toBeGreaterThan(20);
  for (const request of withBody)
    expect({ request, problems: check(request) }).toMatchObject({ problems: [] });
});

test('a post that was due before a change is still sent', async () => {
  await discord.command('digest subscribe', { days: 'daily', time: '00:00' });
  const made = await only();
  await engine.stores.subscriptions.update({ ...made, createdAt: new Date(0) });
  await discord.command('digest edit', { size: 3 });
  const today = new Date(discord.clock.now()).toISOString().slice(0, 10);
  expect(await engine.stores.posts.get({ subscriptionId: made.id, day: today })).toBeUndefined();
});
