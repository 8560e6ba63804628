/** SQLite keeps the contract of the stores. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import type { Stores } from '../../src/store/stores.ts';
import { storeContract } from './contract/contract.ts';
import type { TestDatabase } from './contract/database.ts';

function newDatabase(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
  const opened: Stores[] = [];
  return {
    async open(options) {
      const stores = openSqliteStores(join(folder, 'new folder', 'paperboy.db'), options);
      opened.push(stores);
      return stores;
    },
    async remove() {
      for (const stores of opened) await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

storeContract('SQLite', newDatabase);
