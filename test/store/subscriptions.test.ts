/** Email subscriptions in the database file: a deleted one leaves no trace. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { openTestStores, temporaryFolder } from './helpers.ts';

const target = { kind: 'email', address: 'ada.lovelace@example.net', secret: 's3cret' } as const;

test('An address that is removed, or was never confirmed, leaves no byte in the file', async () => {
  const path = join(temporaryFolder(), 'paperboy.db');
  const { subscriptions, close } = openTestStores(path);
  const neighbours = ['a', 'b', 'c'].map((id) => makeSubscription({ id }));
  for (const each of neighbours) await subscriptions.add(each);
  await subscriptions.add(makeSubscription({ id: 'removed', target }));
  await subscriptions.add(makeSubscription({ id: 'unconfirmed', target, state: { kind: 'unconfirmed' } }));
  // Checkpointed into the file itself, as after days.
  const other = openTestStores(path);
  await other.close();
  expect(readFileSync(path).includes('lovelace')).toBe(true);
  expect(await subscriptions.remove('removed')).toBe(true);
  expect(await subscriptions.removeUnconfirmed(new Date())).toBe(1);
  await close();
  expect(readFileSync(path).includes('lovelace')).toBe(false);
});

test('Only unconfirmed ones made before the given moment are deleted', async () => {
  const { subscriptions } = openTestStores();
  const at = (moment: string) => ({ target, createdAt: new Date(moment) });
  await subscriptions.add(
    makeSubscription({ id: 'old', ...at('2025-06-01T08:59:59Z'), state: { kind: 'unconfirmed' } }),
  );
  await subscriptions.add(
    makeSubscription({ id: 'new', ...at('2025-06-01T09:00:00Z'), state: { kind: 'unconfirmed' } }),
  );
  await subscriptions.add(makeSubscription({ id: 'active', ...at('2025-05-01T09:00:00Z') }));
  await subscriptions.add(
    makeSubscription({ id: 'paused', ...at('2025-05-01T09:00:00Z'), state: { kind: 'paused' } }),
  );
  expect(await subscriptions.removeUnconfirmed(new Date('2025-06-01T09:00:00Z'))).toBe(1);
  expect((await subscriptions.ofPerson('discord:30')).map(({ id }) => id)).toEqual([
    'new',
    'active',
    'paused',
  ]);
});
