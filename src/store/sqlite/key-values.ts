/** Keyv's store in the database file. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { KeyvStoreAdapter } from 'keyv';
import { explainSqliteError } from './explain.ts';
import { inTransaction } from './transaction.ts';

const PAGE_ROWS = 200;

/**
 * Returns a function that makes a new adapter at each call, because Keyv writes its namespace into the adapter and
 * clears by it. Expired values are never returned, and are deleted with the next write. `now` gives milliseconds since
 * 1970.
 */
export function createKeyValues(db: DatabaseSyncInstance, path: string, now: () => number) {
  const read = db.prepare(
    'SELECT value FROM key_values WHERE key = ? AND (expires_ms IS NULL OR expires_ms >= ?)',
  );
  const write = db.prepare('INSERT OR REPLACE INTO key_values (key, value, expires_ms) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM key_values WHERE key = ?');
  const purge = db.prepare('DELETE FROM key_values WHERE expires_ms < ?');
  const removeRange = db.prepare('DELETE FROM key_values WHERE key >= ? AND key < ?');
  const removeAll = db.prepare('DELETE FROM key_values');
  const page = db.prepare(`
    SELECT key, value FROM key_values
    WHERE key > ? AND (expires_ms IS NULL OR expires_ms >= ?) ORDER BY key LIMIT ${PAGE_ROWS}
  `);

  async function guarded<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      throw explainSqliteError(path, error);
    }
  }
  const readValue = (key: string) => read.get(key, now())?.value;

  return (): KeyvStoreAdapter => {
    const store: KeyvStoreAdapter = {
      // Keyv offers its iterator only for known dialects.
      opts: { dialect: 'sqlite', url: path },
      namespace: undefined,
      // Nothing is emitted: failed calls reject.
      on: () => store,
      get: (key) => guarded(() => readValue(key)),
      getMany: (keys) => guarded(() => keys.map(readValue)),
      has: (key) => guarded(() => readValue(key) !== undefined),
      set: (key, value: string, ttlMs) =>
        guarded(() =>
          inTransaction(db, () => {
            purge.run(now());
            write.run(key, value, ttlMs === undefined ? null : now() + ttlMs);
          }),
        ),
      setMany: (entries) =>
        guarded(() =>
          inTransaction(db, () => {
            purge.run(now());
            for (const { key, value, ttl } of entries)
              write.run(key, value, ttl === undefined ? null : now() + ttl);
          }),
        ),
      delete: (key) => guarded(() => Number(remove.run(key).changes) > 0),
      deleteMany: (keys) =>
        guarded(() =>
          inTransaction(db, () => keys.map((key) => Number(remove.run(key).changes) > 0).some(Boolean)),
        ),
      clear: () =>
        guarded(() => {
          // ';' follows ':', which ends the namespace in a key.
          if (store.namespace) removeRange.run(`${store.namespace}:`, `${store.namespace};`);
          else removeAll.run();
        }),
      async *iterator(namespace) {
        const prefix = namespace ? `${namespace}:` : '';
        for (let last = prefix; ; ) {
          const rows: { key: string; value: never }[] = await guarded(() => page.all(last, now()));
          for (const { key, value } of rows) {
            if (!key.startsWith(prefix)) return;
            yield [key, value];
          }
          const end = rows.at(-1);
          if (!end) return;
          last = end.key;
        }
      },
    };
    return store;
  };
}
