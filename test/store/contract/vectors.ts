/** Vectors, and the change feeds of vectors and papers. */
import { describe, expect, test } from 'vitest';
import { paper, vector } from '../helpers.ts';
import { databaseForTest, type NewDatabase, storesForTest } from './database.ts';

export function vectorContract(newDatabase: NewDatabase): void {
  describe('Vectors', () => {
    test('are returned as stored, by model', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([paper('local:a', 'A')]);
      const values = Int8Array.from({ length: 300 }, (_, at) => (at % 255) - 127);
      // A view into a larger buffer, as from a batch of vectors.
      const batch = Int8Array.from([9, ...values, 9]);
      const given = { paperId: 'local:a', values: batch.subarray(1, 301), scale: 0.0078125 };
      await stores.vectors.add('m', [given]);
      const { items } = await stores.vectors.since('m', 0, 10);
      expect(items).toMatchObject([{ paperId: 'local:a', values, scale: 0.0078125 }]);
      expect(await stores.vectors.since('other', 0, 10)).toEqual({ items: [], removed: [], cursor: 0 });
      expect(await stores.vectors.count('m')).toBe(1);
      expect(await stores.vectors.count('other')).toBe(0);
    });

    test('are requested paper by paper, oldest first', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(['a', 'b', 'c', 'd'].map((name) => paper(`local:${name}`, name)));
      const missing = async (limit: number) =>
        (await stores.vectors.missing('m', limit)).map(({ title }) => title);
      expect(await missing(2)).toEqual(['a', 'b']);
      await stores.vectors.add('m', [vector('local:a', 1), vector('local:c', 1)]);
      expect(await missing(10)).toEqual(['b', 'd']);
      expect((await stores.vectors.missing('n', 10)).length).toBe(4);
      await stores.vectors.add('m', [vector('local:b', 1)]);
      expect(await missing(10)).toEqual(['d']);
      await stores.papers.add([paper('local:a', 'a', { abstract: 'changed' })]);
      await stores.vectors.add('m', [vector('local:d', 1)]);
      expect(await missing(10)).toEqual(['a']);
      await stores.vectors.add('m', [vector('local:a', 1)]);
      expect(await missing(10)).toEqual([]);
    });

    test('are requested page by page', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(['a', 'b', 'c', 'd'].map((name) => paper(`local:${name}`, name)));
      await stores.vectors.add('m', [vector('local:c', 1)]);
      const pageAfter = async (id: string) =>
        (await stores.vectors.missing('m', 2, id)).map(({ title }) => title);
      expect(await pageAfter('local:a')).toEqual(['b', 'd']);
      expect(await pageAfter('local:b')).toEqual(['d']);
      expect(await pageAfter('local:d')).toEqual([]);
      // Not from the first again, which the reader has had.
      expect(await pageAfter('local:gone')).toEqual([]);
      expect((await stores.vectors.missing('m', 1)).map(({ title }) => title)).toEqual(['a']);
    });

    test('of an outdated text are dropped, and the paper waits for a new one', async () => {
      const stores = await storesForTest(newDatabase);
      const [before, after] = [
        paper('local:a', 'A', { abstract: 'one' }),
        paper('local:a', 'A', { abstract: 'two' }),
      ];
      await stores.papers.add([before]);
      await stores.papers.add([after]);
      await stores.vectors.add('m', [{ ...vector('local:a', 1), embeddedText: before }]);
      expect((await stores.vectors.missing('m', 5)).map(({ abstract }) => abstract)).toEqual(['two']);
      await stores.vectors.add('m', [{ ...vector('local:a', 2), embeddedText: after }]);
      expect(await stores.vectors.missing('m', 5)).toEqual([]);
    });

    test('of a removed paper are dropped', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([paper('local:a', 'A')]);
      await stores.vectors.add('m', [vector('local:gone', 1), vector('local:a', 2)]);
      expect((await stores.vectors.since('m', 0, 10)).items).toMatchObject([vector('local:a', 2)]);
    });

    test('replace a paper’s earlier vector', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([paper('local:a', 'A')]);
      await stores.vectors.add('m', [vector('local:a', 1)]);
      const { cursor } = await stores.vectors.since('m', 0, 10);
      await stores.vectors.add('m', [vector('local:a', 2)]);
      expect((await stores.vectors.since('m', cursor, 10)).items).toMatchObject([vector('local:a', 2)]);
      expect(await stores.vectors.count('m')).toBe(1);
    });

    test('of all other models are deleted, a few at a time, and none if the model has none', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(['a', 'b', 'c'].map((name) => paper(`local:${name}`, name)));
      await stores.vectors.add('old', [vector('local:a', 1), vector('local:b', 2), vector('local:c', 3)]);
      await stores.vectors.add('older', [vector('local:a', 4)]);
      await stores.vectors.add('new', [vector('local:a', 5), vector('local:b', 6)]);
      const counts = async () =>
        (await stores.vectors.countByModel()).map(({ modelId, vectors }) => `${modelId} ${vectors}`);
      expect(await counts()).toEqual(['old 3', 'new 2', 'older 1']);
      expect(await stores.vectors.dropOthers('none', 10)).toBe(0);
      expect(await stores.vectors.dropOthers('new', 3)).toBe(3);
      expect(await stores.vectors.dropOthers('new', 3)).toBe(1);
      expect(await stores.vectors.dropOthers('new', 3)).toBe(0);
      expect(await counts()).toEqual(['new 2']);
      const { items } = await stores.vectors.since('new', 0, 10);
      expect(items).toMatchObject([vector('local:a', 5), vector('local:b', 6)]);
    });
  });

  describe('The change feeds', () => {
    test('return everything once, page by page, and then nothing', async () => {
      const stores = await storesForTest(newDatabase);
      const names = ['a', 'b', 'c', 'd', 'e'];
      await stores.papers.add(names.map((name) => paper(`local:${name}`, name)));
      await stores.vectors.add(
        'm',
        names.map((name) => vector(`local:${name}`, 1)),
      );
      for (const read of [
        (cursor: number) => stores.papers.since(cursor, 2),
        (cursor: number) => stores.vectors.since('m', cursor, 2),
      ]) {
        const seen: string[] = [];
        let cursor = 0;
        for (let page = 0; page < 3; page++) {
          const feed = await read(cursor);
          seen.push(...feed.items.map(({ paperId }) => paperId));
          cursor = feed.cursor;
        }
        expect(seen).toEqual(names.map((name) => `local:${name}`));
        expect(await read(cursor)).toEqual({ items: [], removed: [], cursor });
      }
    });

    test('report a changed title, a new id and a removed paper', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(['a', 'b', 'c', 'd'].map((name) => paper(`local:${name}`, name)));
      await stores.vectors.add('m', [vector('local:a', 1), vector('local:b', 2), vector('local:c', 3)]);
      const titles = await stores.papers.since(0, 10);
      const vectors = await stores.vectors.since('m', 0, 10);
      await stores.papers.add([paper('local:a', 'A'), paper('2509.00002', 'b')]);
      await stores.papers.remove('local:c');
      expect(await stores.papers.since(titles.cursor, 10)).toMatchObject({
        items: [
          { paperId: 'local:a', title: 'A' },
          { paperId: '2509.00002', title: 'b' },
        ],
        removed: ['local:b', 'local:c'],
      });
      expect(await stores.vectors.since('m', vectors.cursor, 10)).toMatchObject({
        items: [vector('2509.00002', 2)],
        removed: ['local:b', 'local:c'],
      });
    });

    test('miss nothing if a page ends before a removal', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add(['a', 'b', 'c'].map((name) => paper(`local:${name}`, name)));
      await stores.papers.remove('local:a');
      const first = await stores.papers.since(0, 1);
      const second = await stores.papers.since(first.cursor, 1);
      const third = await stores.papers.since(second.cursor, 1);
      expect([first, second].flatMap(({ items }) => items.map(({ paperId }) => paperId))).toEqual([
        'local:b',
        'local:c',
      ]);
      expect([first, second, third].flatMap(({ removed }) => removed)).toEqual(['local:a']);
    });

    test('no longer report a removed paper that is back', async () => {
      const stores = await storesForTest(newDatabase);
      await stores.papers.add([paper('local:a', 'A')]);
      await stores.papers.remove('local:a');
      await stores.papers.add([paper('local:a', 'A')]);
      expect(await stores.papers.since(0, 10)).toMatchObject({
        items: [{ paperId: 'local:a', title: 'A' }],
        removed: [],
      });
    });

    test('never reuse a cursor, whatever is removed', async () => {
      const database = databaseForTest(newDatabase);
      const first = await database.open();
      await first.papers.add([paper('local:a', 'A')]);
      await first.papers.remove('local:a');
      const { cursor } = await first.papers.since(0, 10);
      await first.close();
      const again = await database.open();
      await again.papers.add([paper('local:b', 'B')]);
      expect((await again.papers.since(cursor, 10)).items).toMatchObject([
        { paperId: 'local:b', title: 'B' },
      ]);
    });

    test('give a reader exactly what is stored', async () => {
      const stores = await storesForTest(newDatabase);
      const held = new Map<string, string>();
      let cursor = 0;
      const follow = async (limit: number) => {
        for (;;) {
          const feed = await stores.papers.since(cursor, limit);
          for (const id of feed.removed) held.delete(id);
          for (const { paperId, title } of feed.items) held.set(paperId, title);
          if (feed.cursor === cursor) return;
          cursor = feed.cursor;
        }
      };
      // A repeatable walk over 12 papers: added, removed, renamed and given an arXiv id.
      for (let step = 0; step < 300; step++) {
        const n = (step * 7) % 12;
        if (step % 5 === 0) await stores.papers.remove(`local:p${n}`);
        else if (step % 7 === 0) await stores.papers.add([paper(`2509.0000${n % 10}`, `p${n}`)]);
        else if (step % 11 === 0) await stores.papers.add([paper(`local:p${n}`, `p${n} renamed ${step}`)]);
        else await stores.papers.add([paper(`local:p${n}`, `p${n}`)]);
        if (step % 3 === 0) await follow(1 + (step % 4));
      }
      await follow(2);
      const stored = (await stores.papers.since(0, 100)).items.map(({ paperId, title }) => [paperId, title]);
      expect(Object.fromEntries(held)).toEqual(Object.fromEntries(stored));
      expect(held.size).toBe(await stores.papers.count());
      await stores.checkIntegrity();
    });
  });
}
