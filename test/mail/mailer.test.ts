import { expect, test } from 'vitest';
import { createMailer } from '../../src/mail/mailer.ts';
import type { OutgoingMail } from '../../src/mail/smtp.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

const target = { kind: 'email', address: 'stored', secret: 's3cret' } as const;
const subscription = makeSubscription({ target });
const post = (day: string) =>
  ({
    day,
    papers: [],
    notices: [],
    list: { source: 'hugging-face', day: '2025-06-01' },
    quiet: 'posted',
  }) as const;

function startMailer(from: string, openAddress: (stored: string) => string | undefined) {
  const sent: OutgoingMail[] = [];
  const smtp = { send: async (mail: OutgoingMail) => void sent.push(mail) };
  const clock = { now: () => Date.parse('2025-06-02T09:00:00Z') };
  const publicUrl = 'https://example.org/paperboy';
  return { sent, mailer: createMailer({ smtp, from, publicUrl, openAddress, clock }) };
}

test('The Message-ID identifies the subscription and the day, and reveals nothing about the reader', async () => {
  const { sent, mailer } = startMailer('papers@mail.example.org', () => 'ada@example.net');
  const ids = [
    await mailer.sendPost(target, subscription, post('2025-06-02')),
    await mailer.sendPost(target, subscription, post('2025-06-02')),
    await mailer.sendPost(target, subscription, post('2025-06-03')),
    await mailer.sendPost(target, { ...subscription, id: 'sub2' }, post('2025-06-02')),
  ];
  expect(sent.map(({ messageId }) => messageId)).toEqual(ids);
  expect(ids[0]).toBe(ids[1]);
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toMatch(/^<2025-06-02\.[0-9a-f]{32}@mail\.example\.org>$/);
  expect(ids.join()).not.toMatch(/sub1|s3cret|ada/);
});

test('Links are under PUBLIC_URL, whatever its path', async () => {
  const { sent, mailer } = startMailer('Paperboy <papers@example.org>', () => 'ada@example.net');
  await mailer.sendPost(target, subscription, post('2025-06-02'));
  await mailer.sendConfirmation(target, subscription);
  expect(sent[0]?.headers['List-Unsubscribe']).toBe(
    '<https://example.org/paperboy/mail/unsubscribe?link=sub1.s3cret>',
  );
  expect(sent[1]?.text).toContain('\nhttps://example.org/paperboy/mail/confirm?link=sub1.s3cret\n');
  expect(sent[1]?.headers).not.toHaveProperty('List-Unsubscribe');
});

test('An address that MAIL_KEY doesn’t open stops no subscription, and gets no mail', async () => {
  const { sent, mailer } = startMailer('papers@example.org', () => undefined);
  await expect(mailer.sendPost(target, subscription, post('2025-06-02'))).rejects.toMatchObject({
    kind: 'temporary',
    message: 'MAIL_KEY does not open the stored address',
  });
  expect(sent).toEqual([]);
});
