/** A deleted email subscription leaves no trace in the file. */
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
