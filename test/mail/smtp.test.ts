/** The mail server's refusals and their meaning for a subscription; errors contain no address. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PosterError } from '../../src/delivery/poster.ts';
import { createSmtp, type OutgoingMail } from '../../src/mail/smtp.ts';
import { type Refusal, startMailServer, type TestMailServer } from '../helpers/mail-server.ts';

const MAIL: OutgoingMail = {
  from: 'Paperboy <papers@example.org>',
  to: 'ada@example.net',
  subject: 'Papers',
  text: 'Papers',
  html: '<p>Papers</p>',
  date: new Date('2025-06-02T09:00:00Z'),
  messageId: '<one@example.org>',
  headers: { Precedence: 'bulk' },
};

async function newServer(...login: Parameters<typeof startMailServer>): Promise<TestMailServer> {
  const server = await startMailServer(...login);
  onTestFinished(() => server.close());
  return server;
}

/** The resulting PosterError, complete as it would be logged. */
async function failureOf(work: Promise<unknown>): Promise<PosterError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PosterError)) throw new Error(`it ended in ${error}`);
  expect(error.cause).toBeUndefined();
  expect(JSON.stringify(error) + error.stack).not.toMatch(/ada@|example\.net/);
  return error;
}

test('A mail arrives with its text, its HTML and its headers, at one address', async () => {
  const server = await newServer();
  await createSmtp(server.url).send(MAIL);
  const [{ to, mail } = { to: [] }] = server.received;
  expect(to).toEqual(['ada@example.net']);
  expect(mail).toMatchObject({
    subject: 'Papers',
    text: expect.stringContaining('Papers'),
    html: '<p>Papers</p>',
    messageId: '<one@example.org>',
    date: MAIL.date,
  });
});

test('One address never becomes two, nor a line break in a subject a header', async () => {
  const server = await newServer();
  const smtp = createSmtp(server.url);
  await smtp.send({ ...MAIL, to: 'ada@example.net, bob@example.net' }).catch(() => {});
  await smtp.send({ ...MAIL, to: 'ada@example.net\r\nRCPT TO:<bob@example.net>' }).catch(() => {});
  await smtp.send({ ...MAIL, subject: 'Papers\r\nBcc: bob@example.net' });
  expect(server.received.flatMap(({ to }) => to)).not.toContain('bob@example.net');
  expect(server.received.at(-1)?.mail.headers.has('bcc')).toBe(false);
});

describe('A refusal', () => {
  test.each<[Refusal, PosterError['kind'], string]>([
    [{ at: 'RCPT', code: 550, text: '5.1.1 <ada@example.net> unknown' }, 'gone', 'refuses that address'],
    [{ at: 'RCPT', code: 550, text: '5.1.10 null MX' }, 'gone', 'refuses that address'],
    [{ at: 'RCPT', code: 550, text: '5.2.1 mailbox disabled' }, 'gone', 'refuses that address'],
    [{ at: 'RCPT', code: 550, text: 'no such user' }, 'gone', 'refuses that address'],
    [{ at: 'RCPT', code: 553, text: 'no such mailbox' }, 'gone', 'refuses that address'],
    [{ at: 'RCPT', code: 556, text: 'domain takes no mail' }, 'gone', 'refuses that address'],
    [{ at: 'DATA', code: 550, text: '5.1.1 unknown' }, 'gone', 'refuses that address'],
    [{ at: 'RCPT', code: 451, text: '4.7.1 greylisted' }, 'temporary', '(RCPT TO 451)'],
    [{ at: 'RCPT', code: 552, text: '5.2.2 mailbox full' }, 'temporary', 'of its own or with its settings'],
    [{ at: 'RCPT', code: 504, text: '5.5.2 Helo command rejected' }, 'temporary', '(RCPT TO 504 5.5.2)'],
    [{ at: 'RCPT', code: 500, text: 'syntax error' }, 'temporary', '(RCPT TO 500)'],
    [{ at: 'RCPT', code: 503, text: 'bad sequence' }, 'temporary', '(RCPT TO 503)'],
    [{ at: 'RCPT', code: 530, text: '5.7.0 Must issue a STARTTLS command first' }, 'temporary', 'login'],
    [{ at: 'RCPT', code: 550, text: '5.7.1 relaying denied' }, 'temporary', 'refuses the sender'],
    [{ at: 'RCPT', code: 550, text: 'blocked using an RBL' }, 'temporary', 'refuses the sender'],
    [{ at: 'RCPT', code: 550, text: '5.1.8 sender has no domain' }, 'temporary', 'refuses the sender'],
    [{ at: 'RCPT', code: 550, text: '5.4.5 daily quota exceeded' }, 'temporary', '(RCPT TO 550 5.4.5)'],
    [{ at: 'MAIL', code: 553, text: '5.1.8 papers@example.org is not yours' }, 'temporary', 'MAIL_FROM'],
    [{ at: 'MAIL', code: 550, text: '5.1.0 address rejected' }, 'temporary', '(MAIL FROM 550 5.1.0)'],
    [{ at: 'DATA', code: 554, text: '5.6.0 looks like spam' }, 'temporary', 'refuses the content'],
    [{ at: 'DATA', code: 552, text: '5.3.4 too big' }, 'temporary', 'refuses the content'],
    [{ at: 'DATA', code: 452, text: '4.3.1 disk full' }, 'temporary', '(DATA 452)'],
  ])('%o is %s', async (refusal, kind, words) => {
    const server = await newServer();
    server.refuse = (_, at) => (at === refusal.at ? refusal : undefined);
    const failure = await failureOf(createSmtp(server.url).send(MAIL));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(words);
    expect(server.received).toEqual([]);
  });

  test('of the password is temporary and reveals neither it nor the name', async () => {
    const server = await newServer({ user: 'paperboy', pass: 'right' });
    const url = server.url.replace('right', 'wrong-secret');
    const failure = await failureOf(createSmtp(url).verify());
    expect(failure).toMatchObject({
      kind: 'temporary',
      message: expect.stringMatching(/SMTP_URL \(AUTH \w+ 535/),
    });
    expect(`${failure.stack}`).not.toMatch(/wrong-secret|paperboy:/);
    await createSmtp(server.url).verify();
  });

  test('of a connection names it', async () => {
    const failure = await failureOf(createSmtp('smtp://127.0.0.1:1').send(MAIL));
    expect(failure).toMatchObject({
      kind: 'temporary',
      message: expect.stringContaining('connect ECONNREFUSED 127.0.0.1:1'),
    });
  });

  test('of an encrypted connection where the port expects a plain one names the address to use', async () => {
    const { port } = new URL((await newServer()).url);
    const failure = await failureOf(createSmtp(`smtps://127.0.0.1:${port}`).send(MAIL));
    expect(failure).toMatchObject({
      kind: 'temporary',
      message: expect.stringContaining('SMTP_URL wants smtp:// instead of smtps://'),
    });
  });

  test('includes a connection that breaks half-way', async () => {
    const server = createServer((socket) => {
      socket.write('220 hello\r\n');
      socket.once('data', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const failure = await failureOf(createSmtp(`smtp://127.0.0.1:${port}`).send(MAIL));
    expect(failure.kind).toBe('temporary');
  });
});
