/** Confirmation mails: tried a few times, then given up, and forgotten where nobody confirms. */
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startConfirmations } from '../../src/delivery/double-opt-in.ts';
import { PosterError } from '../../src/delivery/poster.ts';
import { createLog } from '../../src/lib/log.ts';
import type { Stores } from '../../src/store/stores.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { openTestStores } from '../store/helpers.ts';

const UNCONFIRMED = makeSubscription({
  target: { kind: 'email', address: 'ada@example.org', secret: 't' },
  state: { kind: 'unconfirmed' },
  createdAt: new Date('2025-06-02T08:00:00Z'),
});
const TRY_AT_S = [0, 30, 150, 750];
let stores: Stores;

beforeEach(async () => {
  stores = openTestStores();
  await stores.subscriptions.add(UNCONFIRMED);
});

/** Starts with a mail server that fails as told, each time. */
function start(fail: () => void = () => {}) {
  const clock = createFakeClock();
  const startMs = clock.now();
  const logged: Record<string, unknown>[] = [];
  const tried: number[] = [];
  const told: unknown[] = [];
  const confirmations = startConfirmations({
    subscriptions: stores.subscriptions,
    clock,
    log: createLog({ level: 'info', destination: { write: (line) => logged.push(JSON.parse(line)) } }),
    mailer: {
      async sendConfirmation() {
        tried.push((clock.now() - startMs) / 1000);
        fail();
      },
    },
    tell: async (person, what) => {
      told.push([person, what]);
    },
  });
  onTestFinished(() => confirmations.close());
  return {
    ...{ confirmations, clock, logged, tried, told },
    /** Lets time pass in steps, and waits for what each of them began. */
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 10) {
        clock.advance(10_000);
        await confirmations.idle();
      }
    },
  };
}
const busy = () => {
  throw new PosterError('temporary', 'busy');
};

test('an accepted mail is sent once', async () => {
  const { confirmations, tried, told, pass } = start();
  confirmations.send('sub1');
  await confirmations.idle();
  await pass(1_000);
  expect(tried).toEqual([0]);
  expect(told).toEqual([]);
  expect(await stores.subscriptions.get('sub1')).toMatchObject({ state: { kind: 'unconfirmed' } });
});

test('a busy server is retried after 30 seconds, two minutes and ten minutes, then given up', async () => {
  const { confirmations, logged, tried, told, pass } = start(busy);
  confirmations.send('sub1');
  await confirmations.idle();
  await pass(740);
  expect(told).toEqual([]);
  await pass(1_000);
  expect(tried).toEqual(TRY_AT_S);
  expect(logged.map(({ level, msg, tries }) => [level, msg, tries])).toEqual(
    [1, 2, 3, 4].map((tries) => ['warn', 'the mail server did not take a confirmation mail', tries]),
  );
  const reason = 'the mail server did not take it';
  expect(told).toEqual([[UNCONFIRMED.createdBy, { kind: 'confirmation-failed', reason }]]);
  expect(await stores.subscriptions.get('sub1')).toBeUndefined();
});

test('an address refused for good is given up at once, with the server’s reason', async () => {
  const { confirmations, tried, told, pass } = start(() => {
    throw new PosterError('gone', 'no such mailbox');
  });
  confirmations.send('sub1');
  await confirmations.idle();
  expect(told).toEqual([[UNCONFIRMED.createdBy, { kind: 'confirmation-failed', reason: 'no such mailbox' }]]);
  expect(await stores.subscriptions.get('sub1')).toBeUndefined();
  await pass(1_000);
  expect(tried).toEqual([0]);
});

test('errors outside the mail server are retried too', async () => {
  const { confirmations, tried, pass } = start(() => {
    throw new Error('no route');
  });
  confirmations.send('sub1');
  await confirmations.idle();
  await pass(1_000);
  expect(tried).toEqual(TRY_AT_S);
});

test('a subscription confirmed or removed meanwhile, or without an address, gets no mail', async () => {
  const { confirmations, tried } = start();
  await stores.subscriptions.update({ ...UNCONFIRMED, state: { kind: 'active' } });
  await stores.subscriptions.add(makeSubscription({ id: 'sub2', state: { kind: 'unconfirmed' } }));
  for (const id of ['sub1', 'sub2', 'unknown']) confirmations.send(id);
  await confirmations.idle();
  expect(tried).toEqual([]);
});

test('closing stops all retries', async () => {
  const { confirmations, tried, pass } = start(busy);
  confirmations.send('sub1');
  await confirmations.idle();
  confirmations.close();
  await pass(1_000);
  expect(tried).toEqual([0]);
});

test('addresses unconfirmed for 48 hours are deleted hourly, and only their number is logged', async () => {
  await stores.subscriptions.add({
    ...UNCONFIRMED,
    id: 'old',
    target: { kind: 'email', address: 'bob@example.org', secret: 'u' },
    createdAt: new Date('2025-05-31T08:59:00Z'),
  });
  const { clock, logged } = start();
  const isThere = async (id: string) => (await stores.subscriptions.get(id)) !== undefined;
  await expect.poll(() => isThere('old')).toBe(false);
  await expect.poll(() => logged.length).toBe(1);
  expect(logged).toMatchObject([
    { level: 'info', count: 1, msg: 'forgot addresses that were never confirmed' },
  ]);
  clock.advance(46 * 3_600_000);
  expect(await isThere('sub1')).toBe(true);
  clock.advance(2 * 3_600_000);
  await expect.poll(() => isThere('sub1')).toBe(false);
  await expect.poll(() => logged.length).toBe(2);
});
