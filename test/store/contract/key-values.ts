/** Small values with a time to live. */
import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite';
import Keyv from 'keyv';
import * as vitest from 'vitest';
import type { Stores } from '../../../src/store/stores.ts';
import { databaseForTest, type NewDatabase } from './database.ts';

export function keyValueContract(newDatabase: NewDatabase): void {
  const { afterAll, beforeAll, describe, expect, test } = vitest;

  describe("Keyv's own tests", () => {
    const database = newDatabase();
    let stores: Stores;
    beforeAll(async () => {
      stores = await database.open();
    });
    afterAll(() => database.remove());
    keyvTestSuite(vitest, Keyv, () => stores.keyValues);
    keyvIteratorTests(vitest, Keyv, () => stores.keyValues);
  });

  async function openAt(startMs: number) {
    const clock = { nowMs: startMs };
    const database = databaseForTest(newDatabase);
    return { clock, database, stores: await database.open({ now: () => clock.nowMs }) };
  }

  describe('A stored value', () => {
    test('outlives the process', async () => {
      const { stores, database } = await openAt(0);
      await new Keyv({ store: stores.keyValues }).set('question', { query: 'ünïcode' });
      await stores.close();
      expect(await new Keyv({ store: (await database.open()).keyValues }).get('question')).toEqual({
        query: 'ünïcode',
      });
    });

    test('expires after its time, by the store’s clock', async () => {
      const { stores, clock } = await openAt(1_000);
      const store = stores.keyValues;
      await store.set('k', 'v', 500);
      await store.set('for ever', 'v');
      const seen = async () => [
        await store.get('k'),
        await store.has?.('k'),
        await store.getMany?.(['k', 'for ever']),
      ];
      clock.nowMs = 1_500;
      expect(await seen()).toEqual(['v', true, ['v', 'v']]);
      clock.nowMs = 1_501;
      expect(await seen()).toEqual([undefined, false, [undefined, 'v']]);
      const keys: unknown[] = [];
      for await (const [key] of store.iterator?.() ?? []) keys.push(key);
      expect(keys).toEqual(['for ever']);
    });

    test('among many written together is separate, with its own time', async () => {
      const { stores, clock } = await openAt(1_000);
      const keyv = new Keyv({ store: stores.keyValues, namespace: 'many' });
      const store = stores.keyValues;
      await store.setMany?.([
        { key: 'k', value: 'v', ttl: 500 },
        { key: 'for ever', value: 'w' },
      ]);
      await keyv.setMany([
        { key: 'a', value: 1 },
        { key: 'b', value: [2] },
      ]);
      clock.nowMs = 1_501;
      expect(await store.getMany?.(['k', 'for ever'])).toEqual([undefined, 'w']);
      expect(await keyv.getMany(['a', 'b'])).toEqual([1, [2]]);
    });

    test('that expired is deleted from the file with the next write', async () => {
      const { stores, clock } = await openAt(1_000);
      const store = stores.keyValues;
      await store.set('k', 'v', 500);
      clock.nowMs = 2_000;
      await store.set('other', 'v');
      clock.nowMs = 1_000;
      expect(await store.get('k')).toBeUndefined();
    });
  });

  describe('Several Keyvs in one database', () => {
    test('clear only their own values', async () => {
      const { stores } = await openAt(0);
      const [questions, pages] = ['questions', 'pages'].map(
        (namespace) => new Keyv({ store: stores.keyValues, namespace }),
      );
      await questions?.set('a', 1);
      await pages?.set('a', 2);
      await questions?.clear();
      expect([await questions?.get('a'), await pages?.get('a')]).toEqual([undefined, 2]);
    });

    test('list only their own values, however many others have', async () => {
      const { stores } = await openAt(0);
      const ours = new Keyv({ store: stores.keyValues, namespace: 'ours' });
      const others = new Keyv({ store: stores.keyValues, namespace: 'ours too' });
      await others.set('x', 0);
      for (let n = 0; n < 450; n++) await ours.set(String(n), n);
      const values: number[] = [];
      for await (const [, value] of ours.iterator?.({}) ?? []) values.push(value);
      expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, n) => n));
    });

    test('delete several at once, and say whether there were any', async () => {
      const { stores } = await openAt(0);
      const keyv = new Keyv({ store: stores.keyValues });
      await keyv.set('a', 1);
      expect(await keyv.delete(['a', 'b'])).toBe(true);
      expect(await keyv.delete(['a', 'b'])).toBe(false);
    });
  });

  test('Clearing a store without a namespace empties it', async () => {
    const { stores } = await openAt(0);
    await stores.keyValues.set('a', 'v');
    await stores.keyValues.clear();
    expect(await stores.keyValues.get('a')).toBeUndefined();
  });
}
