/** MAIL_KEY set after addresses were stored: the next start encrypts them, and they still get their mails. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../src/lib/log.ts';
import { openMail } from '../../src/main/open-mail.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { openTestStores, temporaryFolder } from '../store/helpers.ts';

const ADDRESS = 'ada.lovelace@example.net';
const key = Buffer.alloc(32, 7).toString('base64');

test('Earlier addresses are encrypted once, leave no byte behind, and stay readable', async () => {
  const path = join(temporaryFolder(), 'paperboy.db');
  const stores = openTestStores(path);
  const { subscriptions } = stores;
  const target = { kind: 'email', address: ADDRESS, secret: 's3cret' } as const;
  await subscriptions.add(makeSubscription({ id: 'channel' }));
  await subscriptions.add(makeSubscription({ id: 'active', target }));
  await subscriptions.add(
    makeSubscription({ id: 'unconfirmed', target, state: { kind: 'unconfirmed' }, createdAt: new Date() }),
  );
  // Checkpointed into the file itself, as after days.
  await openTestStores(path).close();
  expect(readFileSync(path).includes('lovelace')).toBe(true);

  const logged: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => logged.push(line) } });
  const start = async () => {
    const mail = { smtpUrl: 'smtp://127.0.0.1:1', from: 'papers@example.org', key };
    const deps = { stores, clock: createFakeClock(Date.now()), log, tell: async () => {} };
    const opened = await openMail({ mail, publicUrl: 'https://papers.example.org' }, deps);
    opened.close();
    return opened.desk;
  };
  const desk = await start();
  const stored = async () =>
    (await subscriptions.ofPerson('discord:30')).map(
      ({ target }) => target.kind === 'email' && target.address,
    );
  const sealed = await stored();
  expect(sealed).toEqual([expect.stringMatching(/^sealed:/), expect.stringMatching(/^sealed:/)]);
  expect(sealed.map((address) => !desk.missing && desk.open(`${address}`))).toEqual([ADDRESS, ADDRESS]);
  expect((await subscriptions.get('channel'))?.target.kind).toBe('channel');

  await start();
  expect(await stored()).toEqual(sealed);
  expect(logged.map((line) => JSON.parse(line).count)).toEqual([2]);
  await stores.close();
  expect(readFileSync(path).includes('lovelace')).toBe(false);
});
