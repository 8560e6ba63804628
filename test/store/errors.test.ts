import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/domain/errors.ts';
import { lockForBot } from '../../src/store/sqlite/bot-lock.ts';
import { explainSqliteError } from '../../src/store/sqlite/explain.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { batchOfPapers } from './batch.ts';
import { openTestStores, temporaryFolder } from './helpers.ts';

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It went well.');
}

/** A closed database file with some papers. */
async function storedCatalog(): Promise<string> {
  const path = `${temporaryFolder()}/catalog.db`;
  const stores = openTestStores(path);
  for (let batch = 0; batch < 10; batch++) await stores.papers.add(batchOfPapers(batch));
  await stores.close();
  return path;
}

async function openAndCheck(path: string): Promise<void> {
  const stores = openSqliteStores(path);
  await stores.checkIntegrity().finally(() => stores.close());
}

const DAMAGE_ADVICE =
  'Move it away and start again: the bundled papers come back; restore a backup to keep the rest.';

describe('A database that cannot be opened gives a ConfigError with advice:', () => {
  function expectRefusal(path: string, message: string) {
    const error = errorOf(() => openSqliteStores(path));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toHaveProperty('message', message);
  }

  test('a file that is not a database', () => {
    const path = `${temporaryFolder()}/notes.txt`;
    writeFileSync(path, 'Dear diary, '.repeat(1000));
    expectRefusal(path, `The catalog ${path} is not a database. ${DAMAGE_ADVICE}`);
    expect(readFileSync(path, 'utf8')).toMatch(/^Dear diary/);
  });

  test('a folder', () => {
    const path = temporaryFolder();
    expectRefusal(
      path,
      `The catalog ${path} cannot be opened. Give DATABASE_URL a file in a folder that Paperboy may write to.`,
    );
  });

  test('a folder that cannot be created because a file has its name', () => {
    const file = `${temporaryFolder()}/file`;
    writeFileSync(file, '');
    const advice = 'Give DATABASE_URL a file in a folder that Paperboy may write to.';
    expectRefusal(
      `${file}/catalog.db`,
      `The folder ${file} for the catalog cannot be made (a file stands in its way). ${advice}`,
    );
    expect(errorOf(() => lockForBot(`${file}/catalog.db`))).toBeInstanceOf(ConfigError);
    expect(errorOf(() => openSqliteStores(`${file}/a/catalog.db`))).toBeInstanceOf(ConfigError);
  });

  test('a database of a newer Paperboy', async () => {
    const path = await storedCatalog();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expectRefusal(
      path,
      `The catalog ${path} was written by a newer Paperboy (its tables are version 99, this program knows 8). Update Paperboy, or give this one its own DATABASE_URL.`,
    );
  });

  test('another program’s database, which is left unchanged', () => {
    const path = `${temporaryFolder()}/photos.db`;
    const db = new DatabaseSync(path);
    db.exec('CREATE TABLE photos (name)');
    db.close();
    const before = readFileSync(path);
    expectRefusal(
      path,
      `${path} is a database of another program. Give DATABASE_URL a file of Paperboy's own, such as file:./var/paperboy.db.`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('Damage inside a database', () => {
  test('is reported on opening or use, wherever the file was truncated', async () => {
    const stored = await storedCatalog();
    const path = `${temporaryFolder()}/cut.db`;
    for (let pages = 1; pages < 40; pages++) {
      copyFileSync(stored, path);
      truncateSync(path, pages * 8192);
      const error = await openAndCheck(path).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toHaveProperty(
        'message',
        expect.stringMatching(/^The catalog .* is damaged.* Move it away/),
      );
    }
  });

  test('is found by the check, which names the file and says what to do', async () => {
    const path = await storedCatalog();
    const pages = statSync(path).size / 8192;
    const file = openSync(path, 'r+');
    for (let page = 4; page < pages; page++)
      writeSync(file, Buffer.alloc(4000, 0x5a), 0, 4000, page * 8192 + 50);
    closeSync(file);
    const stores = openTestStores(path);
    const check = stores.checkIntegrity();
    await expect(check).rejects.toBeInstanceOf(ConfigError);
    await expect(check).rejects.toThrow(
      new RegExp(`^The catalog ${path} is damaged.* Move it away and start again`),
    );
    await expect(stores.papers.add(batchOfPapers(20))).rejects.toBeInstanceOf(ConfigError);
  });

  test('is not found in an intact one', async () => {
    await expect(openTestStores(await storedCatalog()).checkIntegrity()).resolves.toBeUndefined();
  });
});

describe('SQLite’s error at run time', () => {
  test('about a full disk, an unwritable file or a file in use comes with advice', async () => {
    const path = await storedCatalog();
    const limited = new DatabaseSync(path, { timeout: 0 });
    limited.exec('PRAGMA max_page_count = 1');
    const fill = () => limited.exec("INSERT INTO key_values VALUES ('k', hex(zeroblob(100000)), NULL)");
    expect(explainSqliteError(path, errorOf(fill))).toHaveProperty(
      'message',
      `The catalog ${path} has no room left on its disk. Free some space, then start again; nothing stored is lost.`,
    );
    const reader = new DatabaseSync(path, { readOnly: true });
    const write = () => reader.exec('DELETE FROM papers');
    expect(explainSqliteError(path, errorOf(write))).toHaveProperty(
      'message',
      `The catalog ${path} cannot be written. Make the file and its folder writable for the user that runs Paperboy.`,
    );
    reader.exec('BEGIN');
    const writer = new DatabaseSync(path);
    writer.exec('BEGIN IMMEDIATE');
    expect(
      explainSqliteError(
        path,
        errorOf(() => limited.exec('BEGIN IMMEDIATE')),
      ),
    ).toHaveProperty(
      'message',
      `The catalog ${path} is being written by another program. Wait until that is done, then try again.`,
    );
    for (const db of [limited, reader, writer]) db.close();
  });

  test('about anything else stays unchanged', () => {
    const error = new Error('Something else');
    expect(explainSqliteError('catalog.db', error)).toBe(error);
    expect(explainSqliteError('catalog.db', 'text')).toBe('text');
  });
});

describe('A closed database', () => {
  test('is complete in its one file, which may be copied as a backup', async () => {
    const path = await storedCatalog();
    const copy = `${temporaryFolder()}/copy.db`;
    copyFileSync(path, copy);
    const stores = openTestStores(copy);
    expect(await stores.papers.count()).toBe(10 * batchOfPapers(0).length);
    await stores.checkIntegrity();
  });

  test('may be closed again', async () => {
    const stores = openTestStores();
    await stores.close();
    await stores.close();
  });
});
