/** /digest email from the command to the unsubscription, through Discord's client, SMTP and HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_URL, startMailing, type TestMailing } from '../helpers/mailing.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const ADDRESS = 'ada.lovelace@example.net';
let mailing: TestMailing;

beforeAll(async () => {
  mailing = await startMailing(KEY);
});
afterAll(() => mailing.close());

const own = () =>
  mailing.engine.stores.subscriptions.ofPerson(`discord:${mailing.discord.playground.world.owner.user.id}`);
const linkIn = (text = '') => /https:\/\/papers\.example\.org\/mail\/\S+/.exec(text)?.[0] ?? '';

test('An address is confirmed with a button, gets the papers once a day, and is deleted with one click', async () => {
  const { discord, mailServer, ask } = mailing;
  const { received } = mailServer;

  const reply = await discord.command('digest email', {
    address: ADDRESS,
    time: '10:00',
    timezone: 'UTC',
    days: 'daily',
    size: 2,
  });
  expect(reply.content).toContain('**Almost there.**');
  await mailing.idle();
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual([ADDRESS]);
  expect(received[0]?.mail.subject).toBe('Confirm your daily papers by email');
  expect((await own())[0]).toMatchObject({ state: { kind: 'unconfirmed' }, target: { kind: 'email' } });

  // A scanner opens the link: nothing happens.
  const link = linkIn(received[0]?.mail.text);
  expect(link).toMatch(new RegExp(`^${PUBLIC_URL}/mail/confirm\\?link=`));
  const page = await ask(link);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<form method="post"><button>Confirm</button>');
  await mailing.until('2025-06-02T09:30:00Z');
  expect((await own())[0]?.state).toEqual({ kind: 'unconfirmed' });
  const confirmed = await ask(link, { method: 'POST' });
  expect(await confirmed.text()).toContain('The first mail is due on Monday 2 June');
  expect((await own())[0]?.state).toEqual({ kind: 'active' });

  await mailing.until('2025-06-02T12:00:00Z');
  expect(received).toHaveLength(2);
  const { mail, to, raw } = received[1] ?? { to: [], raw: '' };
  expect(to).toEqual([ADDRESS]);
  expect(mail?.subject).toBe('Trending papers, Mon 2 Jun 2025');
  expect(mail?.from?.value).toEqual([{ name: 'Paperboy', address: 'papers@example.org' }]);
  expect(mail?.date).toEqual(new Date('2025-06-02T10:00:00Z'));
  expect(mail?.messageId).toMatch(/^<2025-06-02\.[0-9a-f]{32}@example\.org>$/);
  const [{ id } = { id: '' }] = await own();
  expect(await mailing.engine.stores.posts.get({ subscriptionId: id, day: '2025-06-02' })).toMatchObject({
    state: 'sent',
    messageId: mail?.messageId,
  });
  const header = (name: string) =>
    mail?.headerLines.find(({ key }) => key === name)?.line.replace(/\s+/g, ' ');
  expect(header('list-id')).toBe('List-ID: Trending papers <trending-papers.example.org>');
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(header('auto-submitted')).toBe('Auto-Submitted: auto-generated');
  expect(header('precedence')).toBe('Precedence: bulk');
  expect(raw).not.toContain(KEY);
  const oneClick = /<(https:[^>]+)>/.exec(header('list-unsubscribe') ?? '')?.[1] ?? '';
  expect(linkIn(mail?.text)).toBe(oneClick);
  expect(`${mail?.html}`).toContain(`href="${oneClick}"`);

  // A scanner's visit changes nothing; a mail program's one click unsubscribes.
  expect(await (await ask(oneClick)).text()).toContain('<button>Unsubscribe</button>');
  expect(await own()).toHaveLength(1);
  const clicked = await ask(oneClick, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(clicked.status).toBe(200);
  expect(await clicked.text()).toContain('Unsubscribed');
  expect(await own()).toEqual([]);
  expect((await ask(oneClick, { method: 'POST' })).status).toBe(200);
  expect((await ask(oneClick)).status).toBe(404);
  await mailing.until('2025-06-03T12:00:00Z');
  expect(received).toHaveLength(2);

  expect(mailing.logged.join('')).not.toMatch(/lovelace|example\.net/);
});
