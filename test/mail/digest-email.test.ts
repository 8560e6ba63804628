/** /digest email through Discord's client and a real mail server: who may ask what, and what becomes of trouble. */
import type { APIMessage } from 'discord-api-types/v10';
import { MessageFlags } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../playground/world.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { startMailing, type TestMailing } from '../helpers/mailing.ts';
import { textOf } from '../helpers/message-texts.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

let mailing: TestMailing;
let person: Person;
let address: string;
let people = 0;

beforeAll(async () => {
  mailing = await startMailing();
});
afterAll(() => mailing.close());
beforeEach(async () => {
  await mailing.idle();
  const { subscriptions } = mailing.engine.stores;
  for (const { id } of await subscriptions.active()) await subscriptions.remove(id);
  mailing.mailServer.refuse = () => undefined;
  mailing.mailServer.afterTaken = () => {};
  person = mailing.discord.addPerson(`Reader ${++people}`);
  address = `reader${people}@example.net`;
});

const command = (
  name: string,
  options: Record<string, string | number> = {},
  user = person,
): Promise<APIMessage> => mailing.discord.command(name, options, { user });
const own = (user = person) => mailing.engine.stores.subscriptions.ofPerson(`discord:${user.user.id}`);
const only = async (): Promise<Subscription> => {
  const [subscription, ...others] = await own();
  if (!subscription || others.length > 0) throw new Error(`${others.length} subscriptions too many`);
  return subscription;
};
const mailsTo = (to = address) => mailing.mailServer.received.filter((each) => each.to.includes(to));
const linkIn = (text = '') => /https:\/\/papers\.example\.org\/mail\/\S+/.exec(text)?.[0] ?? '';
const said = ({ content, embeds }: APIMessage): string => `${content}\n${embeds[0]?.description}`;
/** The local time a minute from now, UTC. */
const soon = () => new Date(mailing.discord.clock.now() + 60_000).toISOString().slice(11, 16);
const inMinutes = (minutes: number) => new Date(mailing.discord.clock.now() + minutes * 60_000).toISOString();
const toldTo = () =>
  mailing.discord.requests.flatMap(({ body }) =>
    typeof body === 'object' && body && 'content' in body ? [`${body.content}`] : [],
  );

async function subscribe(options: Record<string, string | number> = {}): Promise<Subscription> {
  await command('digest email', { address, timezone: 'UTC', days: 'daily', time: soon(), ...options });
  await mailing.idle();
  await mailing.ask(linkIn(mailsTo().at(-1)?.mail.text), { method: 'POST' });
  const subscription = await only();
  expect(subscription.state).toEqual({ kind: 'active' });
  return subscription;
}

describe('The person who subscribes', () => {
  test('is told privately that a mail is on its way, and its contents', async () => {
    const message = await command('digest email', {
      address,
      topics: 'agents',
      time: '7am',
      timezone: 'tokyo',
    });
    expect(message.flags).toBe(MessageFlags.Ephemeral);
    expect(said(message)).toContain('open its link and press Confirm within 48 hours');
    expect(said(message)).toContain('**Where** by email');
    expect(said(message)).toContain('on weekdays at 07:00, Asia/Tokyo time');
    expect(said(message)).toContain('once its address is confirmed');
    // Nothing to resume: only the address itself can do that.
    expect(JSON.stringify(message.components)).not.toMatch(/Resume|Pause/);
    expect(await only()).toMatchObject({ topics: ['agents'], time: '07:00', timeZone: 'Asia/Tokyo' });
  });

  test.each([
    ['nonsense', 'is no email address that I can write to'],
    ['a@example.org, b@example.org', 'more than one address'],
    ['a@example.org\nBcc: b@example.org', 'has a line break in it'],
    [`${'x'.repeat(288)}@example.org`, 'has 300 characters'],
  ])('%j is refused with a clear message, and nothing is stored or sent', async (typed, words) => {
    const before = mailing.mailServer.counts.connections;
    expect((await command('digest email', { address: typed })).content).toContain(words);
    await mailing.idle();
    expect(await own()).toEqual([]);
    expect(mailing.mailServer.counts.connections).toBe(before);
  });

  test('gets no mail for an invalid option', async () => {
    for (let i = 0; i < 5; i++) await command('digest email', { address, time: '25:00' });
    await mailing.idle();
    expect(mailsTo()).toEqual([]);
    await subscribe();
  });

  test('gets the link again with the new settings, three times a day', async () => {
    for (const time of ['08:00', '09:00', '10:00']) await command('digest email', { address, time });
    await mailing.idle();
    expect(mailsTo()).toHaveLength(3);
    const fourth = await command('digest email', { address, time: '11:00' });
    expect(fourth.content).toContain('at most 3 confirmation mails a day');
    const other = await command('digest email', { address: `other-${address}` });
    expect(other.content).toContain('at most 3 confirmation mails a day');
    await mailing.idle();
    expect(mailsTo()).toHaveLength(3);
    expect((await only()).time).toBe('10:00');
    // The first link is as good as the last.
    await mailing.ask(linkIn(mailsTo()[0]?.mail.text), { method: 'POST' });
    expect((await only()).state).toEqual({ kind: 'active' });
  });

  test('cannot flood an address together with others, whatever its tag', async () => {
    const askers = ['a', 'b', 'c', 'd', 'e'].map((name) => mailing.discord.addPerson(`${name}${people}`));
    for (const [i, user] of askers.entries()) {
      await command('digest email', { address: address.replace('@', `+${i}@`).toUpperCase() }, user);
    }
    await mailing.idle();
    expect(
      mailing.mailServer.received.filter(({ to }) =>
        to[0]?.toLowerCase().startsWith(address.split('@')[0] ?? ''),
      ),
    ).toHaveLength(3);
  });

  test('changes the subscription of a confirmed address without a mail', async () => {
    const { id } = await subscribe();
    const mails = mailsTo().length;
    expect((await command('digest email', { address, size: 3 })).content).toBe('**Changed.**');
    await mailing.idle();
    expect(await only()).toMatchObject({ id, size: 3, state: { kind: 'active' } });
    expect(mailsTo()).toHaveLength(mails);
  });

  test('sees, changes, pauses, resumes and removes it; nobody else can', async () => {
    const { id } = await subscribe();
    expect((await command('digest list')).embeds[0]?.description).toContain('by email');
    await command('digest edit', { time: '10:15' });
    expect((await only()).time).toBe('10:15');
    await command('digest pause');
    expect((await only()).state).toEqual({ kind: 'paused' });
    await command('digest resume');
    expect((await only()).state).toEqual({ kind: 'active' });
    const { owner } = mailing.discord.playground.world;
    expect((await command('digest remove', { subscription: id }, owner)).content).toContain(
      "I don't know that",
    );
    expect((await command('digest remove')).content).toBe(
      '**Removed.** Nothing more comes by email. `/digest email` makes a new one.',
    );
    expect(await own()).toEqual([]);
  });
});

describe('The link', () => {
  test('needs its own secret; that of another subscription confirms nothing', async () => {
    await command('digest email', { address });
    await mailing.idle();
    const link = linkIn(mailsTo()[0]?.mail.text);
    const { id } = await only();
    const mistaken = [
      link.slice(0, -1),
      `${link}x`,
      link.replace(/\.[^.]*$/, ''),
      link.replace(id, 'other'),
      link.replace(/link=.*/, ''),
    ];
    for (const wrong of mistaken) {
      for (const method of ['GET', 'POST']) {
        const answer = await mailing.ask(wrong, { method });
        expect(answer.status).toBe(404);
        expect(await answer.text()).toContain('This link has expired');
      }
      await mailing.ask(wrong.replace('confirm', 'unsubscribe'), { method: 'POST' });
    }
    expect((await only()).state).toEqual({ kind: 'unconfirmed' });
  });

  test('does not cause a mail whose time has passed', async () => {
    await command('digest email', { address, timezone: 'UTC', days: 'daily', time: soon() });
    await mailing.idle();
    await mailing.until(inMinutes(30));
    await mailing.ask(linkIn(mailsTo()[0]?.mail.text), { method: 'POST' });
    await mailing.until(inMinutes(30));
    expect(mailsTo()).toHaveLength(1);
    await mailing.until(inMinutes(24 * 60));
    expect(mailsTo()).toHaveLength(2);
  });
});

describe('A mail server that', () => {
  test('refuses the address ends the confirmation, and the person is told why', async () => {
    mailing.mailServer.refuse = (_, at) =>
      at === 'RCPT' ? { at, code: 550, text: `5.1.1 <${address}> unknown` } : undefined;
    await command('digest email', { address });
    await mailing.idle();
    expect(await own()).toEqual([]);
    expect(toldTo()).toContain(
      "I couldn't send the confirmation mail: the mail server refuses that address. Nothing is subscribed. Check the address, then run `/digest email` again.",
    );
  });

  test('is busy gets the confirmation again later', async () => {
    let refusals = 2;
    mailing.mailServer.refuse = () => (refusals-- > 0 ? { at: 'RCPT', code: 451, text: 'later' } : undefined);
    await command('digest email', { address });
    await mailing.idle();
    expect(mailsTo()).toEqual([]);
    for (let i = 0; i < 4; i++) {
      mailing.discord.clock.advance(60_000);
      await mailing.idle();
    }
    expect(mailsTo()).toHaveLength(1);
  });

  test('refuses the address twice in a row stops the subscription, and its creator is told why', async () => {
    const { id } = await subscribe();
    mailing.mailServer.refuse = (_, at) =>
      at === 'RCPT' ? { at, code: 550, text: `no ${address} here` } : undefined;
    await mailing.until(inMinutes(3));
    expect((await only()).state).toEqual({ kind: 'active' });
    await mailing.until(inMinutes(24 * 60));
    expect((await only()).state).toEqual({
      kind: 'stopped',
      reason: 'the mail server refuses that address',
    });
    expect(toldTo()).toContain(
      'Your daily papers by email have stopped: the mail server refuses that address. Once that is fixed, `/digest resume` starts them again.',
    );
    const day = new Date(mailing.discord.clock.now()).toISOString().slice(0, 10);
    expect(await mailing.engine.stores.posts.get({ subscriptionId: id, day })).toMatchObject({
      state: 'skipped',
    });
  });

  test('refuses the address once, or for another reason, leaves the subscription active', async () => {
    await subscribe();
    const refusals = ['no such user', '5.5.2 Helo command rejected', '5.7.1 blocked'];
    mailing.mailServer.refuse = (_, at) =>
      at === 'RCPT' && refusals.length > 0 ? { at, code: 550, text: refusals.shift() ?? '' } : undefined;
    await mailing.until(inMinutes(3));
    await mailing.until(inMinutes(25 * 60));
    expect(refusals).toEqual([]);
    expect((await only()).state).toEqual({ kind: 'active' });
    expect(mailsTo()).toHaveLength(2);
  });

  test('is unreachable or full is retried, and the mail arrives once', async () => {
    await subscribe();
    let refusals = 3;
    mailing.mailServer.refuse = (_, at) =>
      at === 'DATA' && refusals-- > 0 ? { at, code: 452, text: 'full' } : undefined;
    await mailing.until(inMinutes(30));
    expect(refusals).toBeLessThan(0);
    expect(mailsTo()).toHaveLength(2);
    expect((await only()).state).toEqual({ kind: 'active' });
  });

  test('is unreachable for half a day loses that day, which counts as skipped', async () => {
    const { id } = await subscribe();
    let isAway = true;
    mailing.mailServer.refuse = (_, at) =>
      isAway && at === 'MAIL' ? { at, code: 421, text: 'away' } : undefined;
    await mailing.until(inMinutes(13 * 60));
    const posts = mailing.engine.stores.posts;
    const day = await posts.lastDay(id);
    expect(await posts.get({ subscriptionId: id, day: day ?? '' })).toMatchObject({
      state: 'skipped',
      reason: 'more than 12 hours late',
    });
    isAway = false;
    await mailing.until(inMinutes(24 * 60));
    expect(mailsTo()).toHaveLength(2);
  });

  test('accepts a mail but breaks the connection gets it again, with the same Message-ID', async () => {
    await subscribe();
    let breaks = 1;
    mailing.mailServer.afterTaken = () => {
      if (breaks-- > 0) throw new Error('broken');
    };
    await mailing.until(inMinutes(30));
    const ids = mailsTo()
      .slice(1)
      .map(({ mail }) => mail.messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    await mailing.until(inMinutes(24 * 60));
    expect(
      new Set(
        mailsTo()
          .slice(1)
          .map(({ mail }) => mail.messageId),
      ).size,
    ).toBe(2);
  });

  test('hangs delays no post on Discord', async () => {
    const template = await subscribe();
    const { subscriptions } = mailing.engine.stores;
    for (let i = 0; i < 12; i++) await subscriptions.add({ ...template, id: `hangs-${i}` });
    const { guildId, channelId } = mailing.discord.playground.world;
    await subscriptions.add(
      makeSubscription({
        id: 'channel',
        target: {
          kind: 'channel',
          serverId: `discord:${guildId}`,
          channelId: `discord:${channelId}`,
        },
        time: template.time,
        createdAt: template.createdAt,
      }),
    );
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    mailing.mailServer.afterTaken = () => held;
    const posted = mailing.discord.nextMessage((message) => textOf(message).includes('Trending papers · '));
    await mailing.posting.idle();
    mailing.discord.clock.advance(60_000);
    await posted;
    expect(mailsTo().length).toBeLessThan(1 + 4);
    release();
    await mailing.posting.idle();
    expect(mailsTo()).toHaveLength(1 + 13);
    for (const { id } of await subscriptions.active()) await subscriptions.remove(id);
  });
});

test('An unconfirmed address is forgotten after 48 hours, and its link works until then', async () => {
  await command('digest email', { address });
  await mailing.idle();
  const link = linkIn(mailsTo()[0]?.mail.text);
  const HOUR = 3_600_000;
  mailing.discord.clock.advance(47 * HOUR);
  expect((await mailing.ask(link)).status).toBe(200);
  mailing.discord.clock.advance(1 * HOUR + 1_000);
  expect((await mailing.ask(link, { method: 'POST' })).status).toBe(404);
  mailing.discord.clock.advance(1 * HOUR);
  await expect.poll(own).toEqual([]);
  await mailing.posting.idle();
});

test('The log contains no address and no secret of a link', () => {
  const log = mailing.logged.join('');
  expect(log.length).toBeGreaterThan(1_000);
  expect(log).not.toMatch(/@example|link=/);
});
